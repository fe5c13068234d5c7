package dev.relabel.model;

import dev.relabel.image.Fit;
import dev.relabel.image.InputFormat.Colours;
import dev.relabel.image.InputFormat.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Every setting of a model: its name, other spellings, what it means and how it is read. */
enum SettingKey {
  HEAD("head", "layout of the outputs, one of " + HeadKind.names(), SettingValues::head),
  LABELS(
      "labels",
      "class names: a list, a map from index to name, or coco80 or coco91",
      SettingValues::labels,
      "names",
      "class_names"),
  CONFIDENCE(
      "confidence",
      "lowest score of a label, 0–1; 0.25 unless the model says otherwise (text: 0.6)",
      SettingValues::fraction,
      "conf",
      "confidence_threshold",
      "confidence_thresh"),
  CLASS_CONFIDENCE(
      "class_confidence",
      "lowest scores of single classes by their names, 0–1 each; the others have confidence",
      SettingValues::fractions),
  RENAME("rename", "other names for classes, by the model's names", SettingValues::names),
  AS(
      "as",
      "shape that labels are turned into: box, polygon or mask; as the model has them when not set",
      value -> SettingValues.choice(TargetShape.class, value, Map.of("bitmap", "mask"))),
  SIMPLIFY(
      "simplify",
      "with as polygon: how far corners may lie off a mask's outline, in pixels, 0–100; 1",
      value -> SettingValues.number(value, 0, 100)),
  IOU(
      "iou",
      "overlap above which the weaker of two boxes is dropped, 0–1; 0.45 unless the model says",
      SettingValues::fraction,
      "nms_iou",
      "iou_threshold"),
  NMS(
      "nms",
      "which boxes suppress each other: class, agnostic or none",
      value -> SettingValues.choice(NmsMode.class, value, Map.of())),
  MAX_DETECTIONS(
      "max_detections",
      "most labels on one image, 1–100000; 300 (text: 1000)",
      value -> SettingValues.count(value, 1, 100_000),
      "max_det"),
  IMG_SIZE(
      "img_size",
      "input size in pixels, one number or [height, width], for models that leave it open",
      SettingValues::size,
      "imgsz",
      "image_size"),
  CLASSES("classes", "names of the classes to keep; all when not set", SettingValues::words),
  COLOURS(
      "colours",
      "order of the input's channels: rgb or bgr",
      value -> SettingValues.choice(Colours.class, value, Map.of()),
      "colors"),
  MEAN("mean", "subtracted from each 0–255 channel: 3 numbers or one", SettingValues::triple),
  SCALE(
      "scale",
      "then divided by: 3 numbers or one, not 0; 255 gives 0–1",
      SettingValues::divisors,
      "std"),
  FIT(
      "fit",
      "how a picture is brought to the input size: letterbox-centred, letterbox-top-left, stretch,"
          + " crop-centre, none, multiple-of-32",
      value ->
          SettingValues.choice(
              Fit.class, value, Map.of("letterbox", "letterbox-centred", "crop", "crop-centre")),
      "resize"),
  PAD("pad", "value of padded pixels, 0–255", value -> SettingValues.count(value, 0, 255)),
  LAYOUT(
      "layout",
      "order of the input's axes: chw or hwc",
      value -> SettingValues.choice(Layout.class, value, Map.of("nchw", "chw", "nhwc", "hwc"))),
  BOX_SPACE(
      "box_space",
      "what boxes refer to: input (pixels of the input) or normalised (0–1)",
      value -> SettingValues.choice(BoxSpace.class, value, Map.of("normalized", "normalised"))),
  MULTI_LABEL(
      "multi_label",
      "YOLO: whether one box may carry every class that scores enough, or only its best one; true"
          + " for YOLOX, else false",
      SettingValues::flag),
  DECODED(
      "decoded",
      "YOLOX: whether boxes leave the graph in pixels; found out per image when not set",
      SettingValues::flag),
  TEXT_THRESHOLD(
      "text_threshold", "text: lowest probability of a pixel, 0–1; 0.3", SettingValues::fraction),
  UNCLIP_RATIO(
      "unclip_ratio",
      "text: how much a region grows, 0–10; 1.5",
      value -> SettingValues.number(value, 0, 10)),
  MASK_THRESHOLD(
      "mask_threshold", "masks: lowest probability of a pixel, 0–1; 0.5", SettingValues::fraction),
  KEYPOINTS(
      "keypoints",
      "pose: names of the keypoints, or how many there are",
      SettingValues::keypoints,
      "kpt_names"),
  KEYPOINT_VALUES(
      "keypoint_values",
      "pose: numbers of a keypoint: 2 (x, y) or 3 (and visibility)",
      value -> SettingValues.count(value, 2, 3)),
  KEYPOINT_THRESHOLD(
      "keypoint_threshold",
      "pose: lowest visibility of a keypoint that counts as seen, 0–1; 0.5",
      SettingValues::fraction),
  SCORES(
      "scores",
      "what turns logits into scores: softmax (with a last column for no object) or sigmoid",
      value -> SettingValues.choice(ScoreFunction.class, value, Map.of())),
  TOP_K(
      "top_k",
      "classification: most classes of one picture, 1–1000; 1, with multi_label all",
      value -> SettingValues.count(value, 1, 1000)),
  GROUPS(
      "groups",
      "hierarchical: lists of classes that exclude each other; the others may or may not be there",
      SettingValues::groups),
  PARENTS(
      "parents",
      "hierarchical: the class above a class, by name; without the upper one the lower is no label",
      SettingValues::names),
  IMAGE_THRESHOLD(
      "image_threshold",
      "anomaly: number of the map's largest above which a picture is unusual; 0.5",
      value -> SettingValues.number(value, -1e9, 1e9)),
  PIXEL_THRESHOLD(
      "pixel_threshold",
      "anomaly: number of the map above which a pixel is unusual; 0.5",
      value -> SettingValues.number(value, -1e9, 1e9)),
  NORMALIZATION_SCALE(
      "normalization_scale",
      "anomaly: range of the map's numbers, by which scores are made; 1",
      value -> SettingValues.number(value, 1e-9, 1e9)),
  BACKGROUND(
      "background",
      "semantic: names of classes that are no labels; background and the like",
      SettingValues::words),
  MIN_AREA(
      "min_area",
      "semantic: least pixels of a label, 0–1000000000; 0",
      value -> SettingValues.count(value, 0, 1_000_000_000)),
  INSTANCES(
      "instances",
      "semantic: class gives one label for each class, components one for each connected area",
      value -> SettingValues.choice(Instances.class, value, Map.of())),
  TILE_SIZE(
      "tile_size",
      "large pictures are cut into tiles of this side in pixels, 64–16384; 0 for none",
      SettingValues::tileSide),
  TILE_OVERLAP(
      "tile_overlap",
      "share of a tile that its neighbours see too, 0–0.75; 0.2",
      value -> SettingValues.number(value, 0, 0.75),
      "tiles_overlap"),
  TILE_FULL_IMAGE(
      "tile_full_image",
      "whether the whole picture is looked at beside its tiles, for large objects; true",
      SettingValues::flag,
      "tile_with_full_img"),
  TILE_MERGE(
      "tile_merge",
      "which labels of several tiles are one object: seams, those that agree where both tiles look"
          + " (IoU there); ios, those that lie in each other (intersection over the smaller one);"
          + " nms, those that overlap (IoU), whose best one stays as it is; seams",
      value -> SettingValues.choice(TileMerge.class, value, Map.of())),
  TILE_MERGE_THRESHOLD(
      "tile_merge_threshold",
      "overlap, as tile_merge measures it, above which two labels are one object, 0–1; 0.5",
      SettingValues::fraction),
  FLIP(
      "flip",
      "test-time augmentation: look at each picture mirrored too: horizontal, vertical, both or"
          + " none",
      value -> SettingValues.choice(Flip.class, value, Map.of())),
  SCALES(
      "scales",
      "test-time augmentation: look at each picture smaller too, such as [0.83, 0.67] of the input",
      SettingValues::scales),
  SHAPE(
      "shape",
      "text: polygon, rotated or box",
      value -> SettingValues.choice(TextShape.class, value, Map.of()));

  private final String key;
  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // functions of SettingValues, without state
  private final Function<Object, Object> reader;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> aliases;

  SettingKey(String key, String meaning, Function<Object, Object> reader, String... aliases) {
    this.key = key;
    this.meaning = meaning;
    this.reader = reader;
    this.aliases = List.of(aliases);
  }

  String key() {
    return key;
  }

  /** What it means, with unit, range and default. */
  String meaning() {
    return meaning;
  }

  /**
   * The value in its canonical form: a String, Integer, Double, Boolean, List or SortedMap.
   *
   * @throws IllegalArgumentException saying what it should have been
   */
  Object read(Object value) {
    return reader.apply(value);
  }

  static Optional<SettingKey> named(String name) {
    return Arrays.stream(values())
        .filter(known -> known.key.equals(name) || known.aliases.contains(name))
        .findFirst();
  }

  /** Names and other spellings. */
  static List<String> spellings() {
    List<String> all = new ArrayList<>();
    for (SettingKey known : values()) {
      all.add(known.key);
      all.addAll(known.aliases);
    }
    return all;
  }
}
