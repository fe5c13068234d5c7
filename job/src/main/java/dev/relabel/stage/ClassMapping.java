package dev.relabel.stage;

import dev.relabel.annotation.GeometryKind;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.LabelClass.Shape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which class of the project a predicted class becomes; settled by the driver, used by executors. A
 * predicted class whose labels come in two kinds is two classes here.
 */
final class ClassMapping implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TreeMap<String, String> projectNames = new TreeMap<>();

  private ClassMapping(Map<String, String> projectNames) {
    this.projectNames.putAll(projectNames);
  }

  static ClassMapping empty() {
    return new ClassMapping(Map.of());
  }

  static ClassMapping of(Map<String, String> stored) {
    return new ClassMapping(stored);
  }

  /** The mapping as texts: {@code kind/name} to the project's name. */
  Map<String, String> stored() {
    return projectNames;
  }

  /** The project's classes that are mapped to, each once, in a stable order. */
  List<LabelClass> inProject() {
    return projectNames.entrySet().stream()
        .map(
            each ->
                new LabelClass(
                    each.getValue(),
                    LabelClass.Shape.of(
                        GeometryKind.valueOf(
                            each.getKey()
                                .substring(0, each.getKey().indexOf('/'))
                                .toUpperCase(Locale.ROOT)))))
        .distinct()
        .toList();
  }

  /** The project's names of the classes of whole images that are mapped to. */
  Set<String> imageClasses() {
    return inProject().stream()
        .filter(each -> each.shape() == Shape.IMAGE)
        .map(LabelClass::name)
        .collect(Collectors.toSet());
  }

  /** Those of the wanted classes that are not mapped yet. */
  List<LabelClass> missing(List<LabelClass> wanted) {
    return wanted.stream().filter(each -> !projectNames.containsKey(key(each))).toList();
  }

  /** This mapping and these classes' too. */
  ClassMapping with(List<LabelClass> wanted, List<LabelClass> inProject) {
    ClassMapping more = new ClassMapping(projectNames);
    for (int i = 0; i < wanted.size(); i++) {
      more.projectNames.put(key(wanted.get(i)), inProject.get(i).name());
    }
    return more;
  }

  /** The labels with the project's class names. */
  List<Label> renamed(List<Label> labels) {
    List<Label> renamed = new ArrayList<>(labels.size());
    for (Label label : labels) {
      String name = projectNames.get(key(label.geometry().kind(), label.className()));
      if (name == null) {
        throw new IllegalStateException("Class %s was not settled".formatted(label.className()));
      }
      renamed.add(name.equals(label.className()) ? label : label.withClassName(name));
    }
    return renamed;
  }

  private static String key(LabelClass labelClass) {
    return key(GeometryKind.valueOf(labelClass.shape().name()), labelClass.name());
  }

  private static String key(GeometryKind kind, String name) {
    return kind.tableName() + "/" + name;
  }
}
