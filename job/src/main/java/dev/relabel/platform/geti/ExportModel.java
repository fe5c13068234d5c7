package dev.relabel.platform.geti;

import dev.relabel.platform.http.Response;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The ONNX file of a model, written to the disk.
 *
 * @param to the file to write; a repetition begins it anew
 */
record ExportModel(TrainedModel model, Path to) implements GetiRead<Path> {
  @Override
  public String method() {
    return "export";
  }

  @Override
  public String resource() {
    return model.export() + "?model_only=true";
  }

  @Override
  public Path read(Response response) throws IOException {
    new ModelArchive(model.title()).unpack(response.body(), to);
    return to;
  }

  @Override
  public String subject() {
    return model.title();
  }
}
