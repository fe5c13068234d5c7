package dev.relabel.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads setting values as people write them into one canonical form. Every method throws an {@link
 * IllegalArgumentException} that says what the value should have been.
 */
final class SettingValues {
  private static final Pattern COMMA = Pattern.compile(",");

  private static final int MAX_SIDE = ModelSettings.MAX_SIDE;

  private SettingValues() {}

  static Object head(Object value) {
    String name = String.valueOf(value).toLowerCase(Locale.ROOT);
    return HeadKind.named(name)
        .map(HeadKind::settingName)
        .orElseThrow(() -> new IllegalArgumentException("must be one of " + HeadKind.names()));
  }

  static Object labels(Object value) {
    if (value instanceof String name) {
      return switch (name.toLowerCase(Locale.ROOT)) {
        case "coco80" -> CocoClasses.contiguous();
        case "coco91" -> CocoClasses.byCategoryId();
        default ->
            throw new IllegalArgumentException(
                "must be a list, a map from index to name, or coco80 or coco91");
      };
    }
    SortedMap<Integer, String> names = new TreeMap<>();
    if (value instanceof List<?> list) {
      for (Object name : list) {
        names.put(names.size(), label(name));
      }
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((index, name) -> names.put(index(index), label(name)));
    } else {
      throw new IllegalArgumentException("must be a list or a map from index to name");
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException("must name at least one class");
    }
    return Collections.unmodifiableSortedMap(names);
  }

  private static int index(Object value) {
    try {
      int index = Integer.parseInt(String.valueOf(value).strip());
      if (index >= 0) {
        return index;
      }
    } catch (NumberFormatException notANumber) {
      // said below, together with negative ones
    }
    throw new IllegalArgumentException("must have indices from 0 as keys");
  }

  private static String label(Object value) {
    String name = String.valueOf(value);
    if (value == null || value instanceof List || value instanceof Map || name.isBlank()) {
      throw new IllegalArgumentException("must not have an empty name");
    }
    return name;
  }

  static Object fraction(Object value) {
    return number(value, 0, 1);
  }

  static Object number(Object value, double least, double most) {
    double number = plainNumber(value);
    if (!(number >= least && number <= most)) {
      throw new IllegalArgumentException(
          "must be a number of %s–%s".formatted(plain(least), plain(most)));
    }
    return number;
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  private static double plainNumber(Object value) {
    try {
      return value instanceof Number number
          ? number.doubleValue()
          : Double.parseDouble(String.valueOf(value).strip());
    } catch (NumberFormatException notANumber) {
      return Double.NaN;
    }
  }

  static Object count(Object value, int least, int most) {
    double number = plainNumber(value);
    if (!(number >= least && number <= most && number == Math.rint(number))) {
      throw new IllegalArgumentException("must be a whole number of %s–%s".formatted(least, most));
    }
    return (int) number;
  }

  static Object tileSide(Object value) {
    double number = plainNumber(value);
    return number == 0 ? 0 : count(value, 64, MAX_SIDE);
  }

  static Object scales(Object value) {
    List<?> parts = value instanceof List<?> list ? list : List.of(value);
    List<Double> scales = new ArrayList<>();
    for (Object part : parts) {
      double scale = plainNumber(part);
      if (!(scale >= 0.1 && scale <= 1)) {
        throw new IllegalArgumentException(
            "must be numbers of 0.1–1; for a closer look set tile_size or img_size");
      }
      if (scale < 1 && !scales.contains(scale)) {
        scales.add(scale);
      }
    }
    return List.copyOf(scales);
  }

  /** [height, width]. */
  static Object size(Object value) {
    List<?> parts =
        value instanceof List<?> list ? list : COMMA.splitAsStream(String.valueOf(value)).toList();
    if (parts.isEmpty() || parts.size() > 2) {
      throw new IllegalArgumentException("must be one number or [height, width]");
    }
    try {
      Object height = count(parts.get(0), 1, MAX_SIDE);
      return List.of(height, parts.size() == 1 ? height : count(parts.get(1), 1, MAX_SIDE));
    } catch (IllegalArgumentException bad) {
      throw new IllegalArgumentException(
          "must be one number or [height, width], each of 1–" + MAX_SIDE, bad);
    }
  }

  static Object words(Object value) {
    List<?> parts =
        value instanceof List<?> list ? list : COMMA.splitAsStream(String.valueOf(value)).toList();
    List<String> words = parts.stream().map(part -> String.valueOf(part).strip()).toList();
    if (words.isEmpty() || words.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("must be a list of class names");
    }
    return words.stream().distinct().toList();
  }

  /** Names of keypoints; a number stands for {@code kp_0}, {@code kp_1}, … or a person's 17. */
  static Object keypoints(Object value) {
    if (value instanceof List<?> list && !list.isEmpty()) {
      List<String> names = list.stream().map(String::valueOf).map(String::strip).toList();
      if (names.stream().noneMatch(String::isBlank)
          && names.stream().distinct().count() == names.size()) {
        return names;
      }
      throw new IllegalArgumentException("must be different names");
    }
    try {
      return CocoClasses.keypoints((int) count(value, 1, 1000));
    } catch (IllegalArgumentException bad) {
      throw new IllegalArgumentException("must be a list of names, or a number of 1–1000", bad);
    }
  }

  /** Numbers of 0–1 by name. */
  static Object fractions(Object value) {
    SortedMap<String, Object> fractions = new TreeMap<>();
    map(value).forEach((name, number) -> fractions.put(label(name), fraction(number)));
    return Collections.unmodifiableSortedMap(fractions);
  }

  /** Names by name. */
  static Object names(Object value) {
    SortedMap<String, Object> names = new TreeMap<>();
    map(value).forEach((name, other) -> names.put(label(name), label(other)));
    return Collections.unmodifiableSortedMap(names);
  }

  /** Lists of names, no name twice. */
  static Object groups(Object value) {
    if (!(value instanceof List<?> groups) || groups.isEmpty()) {
      throw new IllegalArgumentException("must be a list of lists of class names");
    }
    List<Object> read = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    for (Object group : groups) {
      List<?> names = (List<?>) words(group);
      for (Object name : names) {
        if (!seen.add(name)) {
          throw new IllegalArgumentException("names '%s' twice".formatted(name));
        }
      }
      read.add(names);
    }
    return List.copyOf(read);
  }

  private static Map<?, ?> map(Object value) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      return map;
    }
    throw new IllegalArgumentException("must be a map by class names");
  }

  static Object triple(Object value) {
    List<?> parts =
        value instanceof List<?> list ? list : COMMA.splitAsStream(String.valueOf(value)).toList();
    List<Double> numbers = new ArrayList<>();
    for (Object part : parts) {
      numbers.add(plainNumber(part));
    }
    if (numbers.size() == 1) {
      numbers = new ArrayList<>(Collections.nCopies(3, numbers.get(0)));
    }
    if (numbers.size() != 3 || !numbers.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("must be 3 numbers");
    }
    return List.copyOf(numbers);
  }

  static Object divisors(Object value) {
    Object numbers = triple(value);
    if (((List<?>) numbers).contains(0.0)) {
      throw new IllegalArgumentException("must be 3 numbers other than 0");
    }
    return numbers;
  }

  static Object flag(Object value) {
    return switch (String.valueOf(value).toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("must be true or false");
    };
  }

  static <E extends Enum<E>> Object choice(
      Class<E> type, Object value, Map<String, String> aliases) {
    String name = String.valueOf(value).toLowerCase(Locale.ROOT).replace('_', '-');
    String settled = aliases.getOrDefault(name, name);
    E[] constants = type.getEnumConstants();
    if (Arrays.stream(constants).noneMatch(known -> spelling(known).equals(settled))) {
      throw new IllegalArgumentException(
          "must be one of "
              + Arrays.stream(constants)
                  .map(SettingValues::spelling)
                  .collect(Collectors.joining(", ")));
    }
    return settled;
  }

  /** How a constant is written in settings: lower case, words joined by hyphens. */
  static String spelling(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
