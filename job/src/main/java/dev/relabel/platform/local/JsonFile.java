package dev.relabel.platform.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON objects in files. */
final class JsonFile {
  static final ObjectMapper JSON = new ObjectMapper();

  private JsonFile() {}

  /**
   * The object in a file.
   *
   * @throws LocalProjectException if the file holds something else
   */
  static ObjectNode readObject(Path file) throws IOException {
    try {
      JsonNode node = JSON.readTree(Files.readAllBytes(file));
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw new LocalProjectException(
          "%s does not hold a JSON object. Repair or remove the file.".formatted(file), null);
    } catch (JsonProcessingException e) {
      throw new LocalProjectException(
          "%s is not valid JSON: %s. Repair or remove the file."
              .formatted(file, e.getOriginalMessage()),
          e);
    }
  }

  static byte[] bytes(ObjectNode object) throws IOException {
    return JSON.writeValueAsBytes(object);
  }
}
