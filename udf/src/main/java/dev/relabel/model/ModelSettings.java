package dev.relabel.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.relabel.image.Fit;
import dev.relabel.image.InputFormat.Colours;
import dev.relabel.image.InputFormat.Layout;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Some or all settings of a model; what is not set is left to the next layer (see {@link #orElse}).
 *
 * <p>{@link #keys()} lists the settings with meaning, range and default. Immutable. The canonical
 * JSON of {@link #toJson()} is equal for equal settings and is what serialisation writes.
 */
public final class ModelSettings implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Largest input side, in pixels, that is believed to be meant. */
  public static final int MAX_SIDE = 16_384;

  /** Nothing set. */
  public static final ModelSettings NONE = new ModelSettings(new EnumMap<>(SettingKey.class));

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  // Never handed out or changed; serialisation goes through Frozen.
  private final transient EnumMap<SettingKey, Object> values;

  private ModelSettings(EnumMap<SettingKey, Object> values) {
    this.values = values;
  }

  /**
   * Settings as a person wrote them.
   *
   * @param text a JSON object or a YAML mapping; empty text sets nothing
   * @throws ModelException listing everything that is wrong with it
   */
  public static ModelSettings parse(String text) {
    return of(read(text));
  }

  /**
   * Settings of any kind as a person wrote them, by name, for {@link #of} or others.
   *
   * @param text a JSON object or a YAML mapping; empty text sets nothing
   * @throws ModelException if it is neither
   */
  public static Map<String, Object> read(String text) {
    if (text.isBlank()) {
      return Map.of();
    }
    Object parsed;
    try {
      parsed =
          text.stripLeading().startsWith("{") ? flow(text) : YAML.readValue(text, Object.class);
    } catch (JsonProcessingException broken) {
      throw new ModelException(
          "Model settings are neither a JSON object nor a YAML mapping: "
              + broken.getOriginalMessage().lines().findFirst().orElse(""),
          broken);
    }
    if (!(parsed instanceof Map<?, ?> map)) {
      throw new ModelException(
          "Model settings must be a JSON object or a YAML mapping, such as {\"confidence\": 0.4}");
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    map.forEach((key, value) -> settings.put(String.valueOf(key), value));
    return settings;
  }

  /** JSON, or a YAML mapping in braces, whose keys need no quotes. */
  private static Object flow(String text) throws JsonProcessingException {
    try {
      return JSON.readValue(text, Object.class);
    } catch (JsonProcessingException notJson) {
      try {
        return YAML.readValue(text, Object.class);
      } catch (JsonProcessingException notYamlEither) {
        throw notJson;
      }
    }
  }

  /**
   * Settings by name.
   *
   * @param settings names and values as in JSON
   * @throws ModelException listing everything that is wrong with them
   */
  public static ModelSettings of(Map<String, ?> settings) {
    EnumMap<SettingKey, Object> values = new EnumMap<>(SettingKey.class);
    List<String> problems = new ArrayList<>();
    settings.forEach(
        (name, value) -> {
          Optional<SettingKey> key = SettingKey.named(name);
          if (key.isEmpty()) {
            problems.add(
                "'%s' is not a setting%s"
                    .formatted(name, Nearest.hint(name, SettingKey.spellings())));
          } else if (value == null) {
            problems.add("'%s' has no value".formatted(name));
          } else {
            try {
              if (values.put(key.get(), key.get().read(value)) != null) {
                problems.add("'%s' is given twice, as %s too".formatted(name, key.get().key()));
              }
            } catch (IllegalArgumentException bad) {
              problems.add("'%s' %s, not '%s'".formatted(name, bad.getMessage(), brief(value)));
            }
          }
        });
    if (!problems.isEmpty()) {
      throw new ModelException("Model settings are wrong: " + String.join("; ", problems));
    }
    return new ModelSettings(values);
  }

  private static String brief(Object value) {
    String text = String.valueOf(value);
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  /** Names of all settings with what they mean, in the order of a manual. */
  public static Map<String, String> keys() {
    Map<String, String> keys = new LinkedHashMap<>();
    for (SettingKey key : SettingKey.values()) {
      keys.put(key.key(), key.meaning());
    }
    return Collections.unmodifiableMap(keys);
  }

  /** These settings, and where they say nothing, the other ones. */
  public ModelSettings orElse(ModelSettings other) {
    EnumMap<SettingKey, Object> merged = new EnumMap<>(other.values);
    merged.putAll(values);
    return new ModelSettings(merged);
  }

  /** One line of JSON with the keys in a fixed order, each value in one spelling. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(toMap());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Canonical values by name, as they would stand in JSON. */
  public Map<String, Object> toMap() {
    return Collections.unmodifiableMap(
        values.entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().key(),
                    Map.Entry::getValue,
                    (a, b) -> b,
                    LinkedHashMap::new)));
  }

  /** Layout of the outputs. */
  public Optional<HeadKind> head() {
    return text(SettingKey.HEAD).flatMap(HeadKind::named);
  }

  /** Class names by the index that the model puts out. */
  public Optional<SortedMap<Integer, String>> labels() {
    @SuppressWarnings("unchecked") // SettingValues.labels makes no other value
    SortedMap<Integer, String> labels = (SortedMap<Integer, String>) values.get(SettingKey.LABELS);
    return Optional.ofNullable(labels);
  }

  /** Lowest score of a label. */
  public OptionalDouble confidence() {
    return number(SettingKey.CONFIDENCE);
  }

  /** Lowest scores of single classes, by the model's names. */
  public Map<String, Double> classConfidence() {
    return byName(SettingKey.CLASS_CONFIDENCE, Double.class);
  }

  /** Other names for classes, by the model's names. */
  public Map<String, String> rename() {
    return byName(SettingKey.RENAME, String.class);
  }

  /** Classes that exclude each other, in groups. */
  public List<List<String>> groups() {
    return list(SettingKey.GROUPS).stream()
        .map(group -> ((List<?>) group).stream().map(String.class::cast).toList())
        .toList();
  }

  /** The class above a class, by the model's names. */
  public Map<String, String> parents() {
    return byName(SettingKey.PARENTS, String.class);
  }

  /** Number of a map's largest above which a picture is unusual. */
  public OptionalDouble imageThreshold() {
    return number(SettingKey.IMAGE_THRESHOLD);
  }

  /** Number of a map above which a pixel is unusual. */
  public OptionalDouble pixelThreshold() {
    return number(SettingKey.PIXEL_THRESHOLD);
  }

  /** Range of a map's numbers. */
  public OptionalDouble normalizationScale() {
    return number(SettingKey.NORMALIZATION_SCALE);
  }

  /** The shape that labels are turned into. */
  public Optional<TargetShape> as() {
    return constant(SettingKey.AS, TargetShape.class);
  }

  /** How far a polygon may lie off a mask's outline, in pixels. */
  public OptionalDouble simplify() {
    return number(SettingKey.SIMPLIFY);
  }

  /** Overlap above which the weaker box is dropped. */
  public OptionalDouble iou() {
    return number(SettingKey.IOU);
  }

  /** Which boxes suppress each other. */
  public Optional<NmsMode> nms() {
    return constant(SettingKey.NMS, NmsMode.class);
  }

  /** Most labels on one image. */
  public OptionalInt maxDetections() {
    return whole(SettingKey.MAX_DETECTIONS);
  }

  /** Input height in pixels. */
  public OptionalInt imageHeight() {
    return side(0);
  }

  /** Input width in pixels. */
  public OptionalInt imageWidth() {
    return side(1);
  }

  /** Names of the classes to keep; empty keeps all. */
  public List<String> classes() {
    return list(SettingKey.CLASSES).stream().map(String.class::cast).toList();
  }

  /** Order of the input's channels. */
  public Optional<Colours> colours() {
    return constant(SettingKey.COLOURS, Colours.class);
  }

  /** Subtracted from each channel: 3 numbers, or none when not set. */
  public List<Double> mean() {
    return list(SettingKey.MEAN).stream().map(Double.class::cast).toList();
  }

  /** Then divided by: 3 numbers, or none when not set. */
  public List<Double> scale() {
    return list(SettingKey.SCALE).stream().map(Double.class::cast).toList();
  }

  /** How a picture is brought to the input size. */
  public Optional<Fit> fit() {
    return constant(SettingKey.FIT, Fit.class);
  }

  /** Value of padded pixels. */
  public OptionalInt pad() {
    return whole(SettingKey.PAD);
  }

  /** Order of the input's axes. */
  public Optional<Layout> layout() {
    return constant(SettingKey.LAYOUT, Layout.class);
  }

  /** What boxes refer to. */
  public Optional<BoxSpace> boxSpace() {
    return constant(SettingKey.BOX_SPACE, BoxSpace.class);
  }

  /** Whether one box may carry every class that scores enough. */
  public Optional<Boolean> multiLabel() {
    return Optional.ofNullable((Boolean) values.get(SettingKey.MULTI_LABEL));
  }

  /** Whether YOLOX boxes leave the graph in pixels. */
  public Optional<Boolean> decoded() {
    return Optional.ofNullable((Boolean) values.get(SettingKey.DECODED));
  }

  /** Lowest probability of a pixel of text. */
  public OptionalDouble textThreshold() {
    return number(SettingKey.TEXT_THRESHOLD);
  }

  /** How much a region of text grows. */
  public OptionalDouble unclipRatio() {
    return number(SettingKey.UNCLIP_RATIO);
  }

  /** Lowest probability of a pixel of a mask. */
  public OptionalDouble maskThreshold() {
    return number(SettingKey.MASK_THRESHOLD);
  }

  /** Names of the keypoints; empty when not set. */
  public List<String> keypoints() {
    return list(SettingKey.KEYPOINTS).stream().map(String.class::cast).toList();
  }

  /** Numbers of a keypoint, 2 or 3. */
  public OptionalInt keypointValues() {
    return whole(SettingKey.KEYPOINT_VALUES);
  }

  /** Lowest visibility of a keypoint that counts as seen. */
  public OptionalDouble keypointThreshold() {
    return number(SettingKey.KEYPOINT_THRESHOLD);
  }

  /** What turns logits into scores. */
  public Optional<ScoreFunction> scores() {
    return constant(SettingKey.SCORES, ScoreFunction.class);
  }

  /** Most classes of one picture. */
  public OptionalInt topK() {
    return whole(SettingKey.TOP_K);
  }

  /** Names of classes that are no labels; empty when not set. */
  public List<String> background() {
    return list(SettingKey.BACKGROUND).stream().map(String.class::cast).toList();
  }

  /** Least pixels of a label. */
  public OptionalInt minArea() {
    return whole(SettingKey.MIN_AREA);
  }

  /** What becomes one label of a semantic model. */
  public Optional<Instances> instances() {
    return constant(SettingKey.INSTANCES, Instances.class);
  }

  /** Side of a tile in pixels of the picture; 0 for no tiles. */
  public OptionalInt tileSize() {
    return whole(SettingKey.TILE_SIZE);
  }

  /** Share of a tile that its neighbours see too. */
  public OptionalDouble tileOverlap() {
    return number(SettingKey.TILE_OVERLAP);
  }

  /** Whether the whole picture is looked at beside its tiles. */
  public Optional<Boolean> tileFullImage() {
    return Optional.ofNullable((Boolean) values.get(SettingKey.TILE_FULL_IMAGE));
  }

  /** What becomes of labels of several tiles for one object. */
  public Optional<TileMerge> tileMerge() {
    return constant(SettingKey.TILE_MERGE, TileMerge.class);
  }

  /** Overlap above which labels of several tiles are one object. */
  public OptionalDouble tileMergeThreshold() {
    return number(SettingKey.TILE_MERGE_THRESHOLD);
  }

  /** How pictures are mirrored for a second look. */
  public Optional<Flip> flip() {
    return constant(SettingKey.FLIP, Flip.class);
  }

  /** How much smaller pictures are looked at too, each below 1; empty when not set. */
  public List<Double> scales() {
    return list(SettingKey.SCALES).stream().map(Double.class::cast).toList();
  }

  /** What a region of text becomes. */
  public Optional<TextShape> shape() {
    return constant(SettingKey.SHAPE, TextShape.class);
  }

  private Optional<String> text(SettingKey key) {
    return Optional.ofNullable((String) values.get(key));
  }

  private <E extends Enum<E>> Optional<E> constant(SettingKey key, Class<E> type) {
    return text(key)
        .map(name -> Enum.valueOf(type, name.toUpperCase(Locale.ROOT).replace('-', '_')));
  }

  private OptionalDouble number(SettingKey key) {
    Double value = (Double) values.get(key);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private OptionalInt whole(SettingKey key) {
    Integer value = (Integer) values.get(key);
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private <T> Map<String, T> byName(SettingKey key, Class<T> type) {
    Map<String, T> byName = new TreeMap<>();
    if (values.get(key) instanceof Map<?, ?> map) {
      map.forEach((name, value) -> byName.put(String.valueOf(name), type.cast(value)));
    }
    return byName;
  }

  private OptionalInt side(int index) {
    List<?> size = list(SettingKey.IMG_SIZE);
    return size.isEmpty() ? OptionalInt.empty() : OptionalInt.of((Integer) size.get(index));
  }

  private List<?> list(SettingKey key) {
    List<?> list = (List<?>) values.get(key);
    return list == null ? List.of() : list;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ModelSettings settings && values.equals(settings.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return toJson();
  }

  private Object writeReplace() {
    return new Frozen(toJson());
  }

  /** Settings on their way through serialisation. */
  private record Frozen(String json) implements Serializable {
    private static final long serialVersionUID = 1L;

    private Object readResolve() {
      return parse(json);
    }
  }
}
