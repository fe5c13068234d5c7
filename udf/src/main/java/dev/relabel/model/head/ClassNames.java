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
    HeadKind kind = choice.kind();
    int count = choice.classCount();
    boolean isCounted =
        kind.scoresEachClass()
            || kind == HeadKind.CLASSIFICATION
            || kind == HeadKind.HIERARCHICAL
            || kind == HeadKind.ANOMALY
            || kind == HeadKind.SIMCC;
    boolean isWithoutBackground =
        kind == HeadKind.SEMANTIC && count > 1 && names.size() == count - 1;
    if (isWithoutBackground && names.firstKey() == 0) {
      return new ClassNames(
          shifted(names),
          from,
          List.of("There is a name less than maps, so the first map is the background."));
    }
    boolean isMismatch =
        (isCounted || kind == HeadKind.SEMANTIC)
            && !isWithoutBackground
            && (names.size() != count || names.firstKey() != 0);
    if (isMismatch) {
      throw new ModelException(
          ("The model puts out scores for %s classes, but the labels from %s name %s (%s–%s)."
                  + " Correct them with --settings '{\"labels\": […]}'.")
              .formatted(count, from.cardName(), names.size(), names.firstKey(), names.lastKey()));
    }
    if (kind == HeadKind.MASK_RCNN && OtxMetadata.PLACEHOLDER.equals(names.get(0))) {
      return new ClassNames(withoutFirst(names), from, List.of());
    }
    boolean isFromOne = kind == HeadKind.TFOD || isTorchvision(kind);
    boolean listed =
        isFromOne
            && names.firstKey() == 0
            && !BACKGROUND.contains(names.getOrDefault(0, "").toLowerCase(Locale.ROOT));
    return listed ? fromOne(names, from) : new ClassNames(names, from, List.of());
  }

  private static boolean isTorchvision(HeadKind kind) {
    return kind == HeadKind.TORCHVISION || kind == HeadKind.TORCHVISION_SEG;
  }

  /** Where 0 is the background, a list without one stands for 1, 2, … */
  private static ClassNames fromOne(SortedMap<Integer, String> names, ClassNamesFrom from) {
    return new ClassNames(
        shifted(names), from, List.of("Labels count from 1, as the model's class ids do."));
  }

  /** What is counted from 0 in the outputs stands from 1 in OTX's list. */
  private static SortedMap<Integer, String> withoutFirst(SortedMap<Integer, String> names) {
    SortedMap<Integer, String> rest = new TreeMap<>();
    names.tailMap(1).forEach((index, name) -> rest.put(index - 1, name));
    return rest;
  }

  private static SortedMap<Integer, String> shifted(SortedMap<Integer, String> names) {
    SortedMap<Integer, String> shifted = new TreeMap<>();
    names.forEach((index, name) -> shifted.put(index + 1, name));
    return shifted;
  }

  /** Names when nobody gave any. */
  public static ClassNames assumed(HeadChoice choice) {
    int count = choice.classCount();
    if (choice.kind() == HeadKind.TEXT) {
      return new ClassNames(numbered("text"), ClassNamesFrom.FAMILY, List.of());
    }
    if (choice.kind() == HeadKind.ANOMALY) {
      return new ClassNames(numbered("normal", "anomaly"), ClassNamesFrom.FAMILY, List.of());
    }
    if (choice.kind() == HeadKind.SIMCC) {
      return new ClassNames(numbered("object"), ClassNamesFrom.FAMILY, List.of());
    }
    boolean hasCategoryIds =
        choice.kind() == HeadKind.TFOD
            || isTorchvision(choice.kind())
            || ((choice.kind() == HeadKind.HF_DETR || choice.kind().isRfDetr()) && count == 91);
    if (hasCategoryIds) {
      return new ClassNames(
          CocoClasses.byCategoryId(),
          ClassNamesFrom.ASSUMED_COCO91,
          List.of(
              "Nothing names the classes; COCO's category ids 1–90 are assumed. Set labels if"
                  + " they are others."));
    }
    if (choice.kind() == HeadKind.SEMANTIC && count == VocClasses.NAMES.size()) {
      return new ClassNames(
          numbered(VocClasses.NAMES.toArray(String[]::new)),
          ClassNamesFrom.ASSUMED_VOC21,
          List.of(
              "Nothing names the classes; the 20 of Pascal VOC and a background are assumed. Set"
                  + " labels if they are others."));
    }
    boolean isOfObjects = choice.kind().finds().areObjects();
    if (isOfObjects && (count == 80 || count == 0)) {
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
