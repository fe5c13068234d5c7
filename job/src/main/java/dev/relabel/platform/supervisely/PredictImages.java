package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Tag;
import dev.relabel.annotation.WholeImage;
import dev.relabel.image.EncodedPicture;
import dev.relabel.image.Sha256;
import dev.relabel.platform.RefusedContentException;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.FileCoordinates;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.LabelJson;
import dev.relabel.platform.format.ShapeName;
import dev.relabel.platform.format.TagJson;
import dev.relabel.platform.format.UnreadableJsonException;
import dev.relabel.platform.http.Endpoint;
import dev.relabel.platform.http.ErrorAnswer;
import dev.relabel.platform.http.Multipart;
import dev.relabel.platform.http.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Predictions of a serving app for images that are sent along ({@code inference_batch}).
 *
 * <p>Labels come in the coordinates of local projects: whole pixels, the last one included.
 *
 * @param images the images, at least one
 * @param settings the app's settings
 */
record PredictImages(List<EncodedPicture> images, ObjectNode settings)
    implements Endpoint<List<List<Label>>> {
  private static final Set<String> SCORES = Set.of(TagJson.CONFIDENCE, "conf", "score");

  @Override
  public String method() {
    return "inference_batch";
  }

  @Override
  public String resource() {
    return method();
  }

  /** The state that goes with the images. */
  @Override
  public JsonNode body() {
    return Json.object().put("batch_size", images.size()).set("settings", settings);
  }

  @Override
  public Payload payload() {
    Multipart body = new Multipart();
    for (EncodedPicture image : images) {
      // The app keeps images under their names for a while, so two may share one only if they are
      // the same image, whoever sends them.
      String name = "%s.%s".formatted(Sha256.hex(image.bytes()), image.extension());
      String type = image.extension().equals("png") ? "image/png" : "image/jpeg";
      body.file("files", name, type, image.bytes());
    }
    return body.text("state", new String(Json.write(body()), StandardCharsets.UTF_8)).payload();
  }

  @Override
  public List<List<Label>> read(JsonNode answer) {
    ArrayNode items = Json.asArray(answer, "predictions");
    if (items.size() != images.size()) {
      throw new UnreadableJsonException(
          "%s images were sent and %s predictions came back"
              .formatted(images.size(), items.size()));
    }
    List<List<Label>> labels = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      labels.add(labels(Json.object(items.get(i), "annotation"), images.get(i)));
    }
    return labels;
  }

  private static List<Label> labels(ObjectNode annotation, EncodedPicture image) {
    JsonNode size = Json.object(annotation, "size");
    long width = Json.integer(size, "width");
    long height = Json.integer(size, "height");
    if (width != image.width() || height != image.height()) {
      throw new RefusedContentException(
          "the app's labels are for an image of %s × %s pixels, but the image has %s × %s"
              .formatted(width, height, image.width(), image.height()),
          null);
    }
    List<Label> labels = new ArrayList<>();
    for (JsonNode object : Json.array(annotation, "objects")) {
      String shape = Json.text(object, "geometryType", Json.text(object, "shape", ""));
      if (ShapeName.kind(shape).isEmpty()) {
        throw new RefusedContentException(
            "the app found a label of the shape '%s', which is not supported".formatted(shape),
            null);
      }
      Label label = LabelJson.read(FileCoordinates.toWire(Json.asObject(object, "label"))).label();
      OptionalDouble score = label.score().isPresent() ? label.score() : score(label.tags());
      label
          .geometry()
          .clipped(image.width(), image.height())
          .map(shown -> new Label(label.className(), shown, score, List.of(), Origin.MACHINE))
          .ifPresent(labels::add);
    }
    for (JsonNode each : Json.array(annotation, "tags")) {
      Tag tag = TagJson.read(each);
      labels.add(new Label(tag.name(), WholeImage.INSTANCE, score(tag), List.of(), Origin.MACHINE));
    }
    labels.sort((a, b) -> Double.compare(b.score().orElse(1), a.score().orElse(1)));
    return labels;
  }

  private static OptionalDouble score(List<Tag> tags) {
    return tags.stream()
        .filter(tag -> SCORES.contains(tag.name()))
        .map(PredictImages::score)
        .filter(OptionalDouble::isPresent)
        .findFirst()
        .orElse(OptionalDouble.empty());
  }

  private static OptionalDouble score(Tag tag) {
    return tag.value() instanceof Double value && value >= 0 && value <= 1
        ? OptionalDouble.of(value)
        : OptionalDouble.empty();
  }

  /** What an app answers when its model fails on something; gateways have other numbers. */
  static boolean isOfTheApp(int status) {
    return status == HttpStatus.INTERNAL_SERVER_ERROR_500;
  }

  /** A gateway that does not wait for so many images may wait for fewer. */
  @Override
  public boolean isRefusal(int status, ErrorAnswer answer) {
    return isOfTheApp(status)
        || (status == HttpStatus.GATEWAY_TIMEOUT_504 && isDivisible())
        || Endpoint.super.isRefusal(status, answer);
  }

  @Override
  public boolean isDivisible() {
    return images.size() > 1;
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE; // it only reads
  }

  @Override
  public String subject() {
    return images.size() == 1 ? "an image" : images.size() + " images";
  }
}
