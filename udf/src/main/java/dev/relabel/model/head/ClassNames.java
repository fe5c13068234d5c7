package dev.relabel.model.head;

import dev.relabel.model.ClassNamesFrom;
import dev.relabel.model.CocoClasses;
import dev.relabel.model.HeadKind;
import dev.relabel.model.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Settles the names of the classes.
 *
 * @param names by the index that the model puts out
 * @param from where they come from
 * @param notes what a person should know about them
 */
public record ClassNames(
    SortedMap<Integer, String> names, ClassNamesFrom from, List<String> notes) {
  private static final Set<String> BACKGROUND = Set.of("background", "__background__", "bg");

  /** Names that somebody gave, checked against the number of classes. */
  public static ClassNames given(
      HeadChoice choice, SortedMap<Integer, String> names, ClassNamesFrom from) {
    boolean counted =
        choice.kind() == HeadKind.YOLOX
            || choice.kind() == HeadKind.YOLOV5
            || choice.kind() == HeadKind.YOLOV8;
    if (counted && (names.size() != choice.classCount() || names.firstKey() != 0)) {
      throw new ModelException(
          ("The model puts out scores for %s classes, but the labels from %s name %s (%s–%s)."
                  + " Correct them with --settings '{\"labels\": […]}'.")
              .formatted(
                  choice.classCount(),
                  from.cardName(),
                  names.size(),
                  names.firstKey(),
                  names.lastKey()));
    }
    boolean listed =
        choice.kind() == HeadKind.TFOD
            && names.firstKey() == 0
            && !BACKGROUND.contains(names.getOrDefault(0, "").toLowerCase(Locale.ROOT));
    return listed ? fromOne(names, from) : new ClassNames(names, from, List.of());
  }

  /** TensorFlow's ids begin with 1, so a list without a background stands for 1, 2, … */
  private static ClassNames fromOne(SortedMap<Integer, String> names, ClassNamesFrom from) {
    SortedMap<Integer, String> shifted = new TreeMap<>();
    names.forEach((index, name) -> shifted.put(index + 1, name));
    return new ClassNames(
        shifted, from, List.of("Labels count from 1, as TensorFlow's class ids do."));
  }

  /** Names when nobody gave any. */
  public static ClassNames assumed(HeadChoice choice) {
    int count = choice.classCount();
    if (choice.kind() == HeadKind.TEXT) {
      return new ClassNames(numbered("text"), ClassNamesFrom.FAMILY, List.of());
    }
    if (choice.kind() == HeadKind.TFOD) {
      return new ClassNames(
          CocoClasses.byCategoryId(),
          ClassNamesFrom.ASSUMED_COCO91,
          List.of(
              "Nothing names the classes; COCO's category ids 1–90 are assumed. Set labels if"
                  + " they are others."));
    }
    if (count == 80 || count == 0) {
      return new ClassNames(
          CocoClasses.contiguous(),
          ClassNamesFrom.ASSUMED_COCO80,
          List.of(
              "Nothing names the classes; the 80 of COCO are assumed. Set labels if they are"
                  + " others."));
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add("class_" + i);
    }
    return new ClassNames(
        numbered(names.toArray(new String[0])),
        ClassNamesFrom.NUMBERED,
        List.of("Nothing names the classes; they are numbered. Set labels to name them."));
  }

  private static SortedMap<Integer, String> numbered(String... names) {
    SortedMap<Integer, String> map = new TreeMap<>();
    for (String name : names) {
      map.put(map.size(), name);
    }
    return map;
  }
}
