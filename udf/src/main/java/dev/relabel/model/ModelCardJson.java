package dev.relabel.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.LabelClass;
import dev.relabel.image.InputFormat;
import java.util.List;
import java.util.Locale;

/** A model card as JSON with stable field names. */
public final class ModelCardJson {
  private static final JsonMapper JSON = new JsonMapper();

  private ModelCardJson() {}

  /** The card on one line. */
  public static String write(ModelCard card) {
    return text(tree(card));
  }

  private static ObjectNode tree(ModelCard card) {
    ObjectNode node = JSON.createObjectNode();
    node.put("name", card.name());
    node.put("sha256", card.sha256());
    card.onnx().ifPresent(onnx -> describe(onnx, node));
    ArrayNode classes = node.putArray("classes");
    for (LabelClass known : card.classes()) {
      classes
          .addObject()
          .put("name", known.name())
          .put("shape", known.shape().name().toLowerCase(Locale.ROOT));
    }
    return node;
  }

  private static void describe(OnnxCard onnx, ObjectNode node) {
    node.put("fileBytes", onnx.fileBytes());
    node.put("producer", onnx.graph().producer());
    node.put("head", onnx.head().settingName());
    node.put("family", onnx.family());
    tensors(onnx.graph().inputs(), node.putArray("inputs"));
    tensors(onnx.graph().outputs(), node.putArray("outputs"));
    input(onnx.input(), node.putObject("input"));
    node.put("labelsFrom", onnx.classNamesFrom().cardName());
    node.set("settings", JSON.valueToTree(onnx.settings().toMap()));
    node.put("licence", onnx.licence());
    node.set("metadata", JSON.valueToTree(onnx.graph().metadata()));
    node.set("notes", JSON.valueToTree(onnx.notes()));
  }

  private static void tensors(List<GraphTensor> tensors, ArrayNode array) {
    for (GraphTensor tensor : tensors) {
      ObjectNode node = array.addObject().put("name", tensor.name()).put("type", tensor.type());
      ArrayNode shape = node.putArray("shape");
      tensor.dims().forEach(shape::add);
    }
  }

  private static void input(InputFormat format, ObjectNode node) {
    node.put("width", format.width());
    node.put("height", format.height());
    node.put("fit", SettingValues.spelling(format.fit()));
    node.put("pad", format.pad());
    node.put("colours", SettingValues.spelling(format.colours()));
    node.put("layout", SettingValues.spelling(format.layout()));
    node.put("element", SettingValues.spelling(format.element()));
    node.set("mean", JSON.valueToTree(format.mean()));
    node.set("scale", JSON.valueToTree(format.scale()));
  }

  private static String text(ObjectNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
