package dev.relabel.platform;

import dev.relabel.annotation.LabelClass;
import java.util.List;
import java.util.Optional;

/**
 * The classes of a project.
 *
 * @param classes the classes in the platform's order; names are unique
 */
public record Schema(List<LabelClass> classes) {
  public Schema {
    classes = List.copyOf(classes);
  }

  /** The class of that name, if the project has it. */
  public Optional<LabelClass> find(String name) {
    return classes.stream().filter(each -> each.name().equals(name)).findFirst();
  }
}
