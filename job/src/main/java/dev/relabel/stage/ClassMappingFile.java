package dev.relabel.stage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.run.RunDirectory;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The class mapping in the run directory, so that a continued run uses the same classes. */
final class ClassMappingFile {
  private static final String NAME = "schema.json";

  private ClassMappingFile() {}

  static ClassMapping read(RunDirectory run) {
    Map<String, String> stored = new HashMap<>();
    run.read(NAME)
        .ifPresent(
            node ->
                node.properties()
                    .forEach(each -> stored.put(each.getKey(), each.getValue().asText())));
    return ClassMapping.of(stored);
  }

  static void write(RunDirectory run, ClassMapping mapping) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(mapping.stored()).forEach(node::put);
    run.write(NAME, node);
  }
}
