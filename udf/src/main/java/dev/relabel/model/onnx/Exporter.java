package dev.relabel.model.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.model.ClassNamesFrom;
import dev.relabel.model.ModelGraph;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A tool whose files beside a model are read.
 *
 * @param models names of the models that it writes, without their ending
 * @param wrote whether the graph may be one of its, where the names tell too little
 * @param files names of the files that it writes beside them
 * @param namesFrom where class names come from if they are in those files
 * @param settings what those files amount to; it gets their contents in the order of {@code files},
 *     missing nodes for missing ones
 */
record Exporter(
    Pattern models,
    Predicate<ModelGraph> wrote,
    List<String> files,
    ClassNamesFrom namesFrom,
    Function<List<JsonNode>, Map<String, Object>> settings) {

  /** Hugging Face Optimum. Many models may share a folder, so other names are left alone. */
  private static final Exporter HUGGING_FACE =
      new Exporter(
          Pattern.compile("model(_\\w+)?"),
          any -> true,
          List.of("config.json", "preprocessor_config.json"),
          ClassNamesFrom.HUGGING_FACE,
          HuggingFaceFiles::settings);

  /** MMDeploy, whose file says nothing of classes. */
  private static final Exporter MMDEPLOY =
      new Exporter(
          Pattern.compile("end2end"),
          any -> true,
          List.of("pipeline.json"),
          ClassNamesFrom.NUMBERED,
          MmDeployPipeline::settings);

  /** PaddleDetection, whose models are turned into ONNX by another tool, with any name. */
  private static final Exporter PADDLE =
      new Exporter(
          Pattern.compile(".*"),
          PaddleConfig::isPaddle,
          List.of("infer_cfg.yml"),
          ClassNamesFrom.PADDLE,
          PaddleConfig::settings);

  /** All of them; where files of several lie beside a model, the first one's count. */
  static final List<Exporter> ALL = List.of(HUGGING_FACE, MMDEPLOY, PADDLE);

  /** Whether it may have written a model of that name, which has no ending. */
  boolean writes(String model) {
    return models.matcher(model).matches();
  }
}
