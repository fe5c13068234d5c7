package dev.relabel.platform.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a platform keeps about a project or dataset and the directory format has no place for: its
 * description, custom data, settings. A JSON object in {@code .relabel/notes.json}.
 */
final class Notes {
  private final Path file;
  private final Path temporary;

  Notes(Path ofDirectory, Path temporary) {
    this.file = ofDirectory.resolve(LocalProjects.HIDDEN).resolve("notes.json");
    this.temporary = temporary;
  }

  synchronized ObjectNode read() throws IOException {
    return Files.exists(file) ? JsonFile.readObject(file) : JsonFile.JSON.createObjectNode();
  }

  /** Sets the given keys and leaves the others. */
  synchronized ObjectNode put(ObjectNode changes) throws IOException {
    ObjectNode notes = read();
    notes.setAll(changes);
    DurableFiles.replace(temporary, file, JsonFile.bytes(notes));
    return notes;
  }
}
