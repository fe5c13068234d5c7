package dev.relabel.platform.geti;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import dev.relabel.platform.http.Endpoint;
import dev.relabel.platform.http.Payload;
import dev.relabel.platform.http.Response;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The ONNX file of a model, written to the disk.
 *
 * @param to the file to write; a repetition begins it anew
 */
record ExportModel(TrainedModel model, Path to) implements Endpoint<Path> {
  @Override
  public String method() {
    return "export";
  }

  @Override
  public String verb() {
    return "GET";
  }

  @Override
  public String resource() {
    return model.export() + "?model_only=true";
  }

  @Override
  public JsonNode body() {
    return Json.object();
  }

  @Override
  public Payload payload() {
    return Payload.NONE;
  }

  @Override
  public Path read(Response response) throws IOException {
    new ModelArchive(model.title()).unpack(response.body(), to);
    return to;
  }

  @Override
  public Path read(JsonNode answer) {
    throw new UnreadableJsonException("Models do not come as JSON");
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE; // it only reads
  }

  @Override
  public String subject() {
    return model.title();
  }
}
