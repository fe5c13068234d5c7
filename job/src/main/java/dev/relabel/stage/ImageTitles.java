package dev.relabel.stage;

import dev.relabel.image.ImageFormat;
import dev.relabel.source.PlatformAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the images of uploaded files are called in their dataset: the same at every try. */
final class ImageTitles {
  /** Leaves room for a mark in a name that platforms take. */
  private static final int LONGEST_STEM = 200;

  private ImageTitles() {}

  /** The file's own name, with an ending of its content's format: platforms go by that. */
  static String first(String name, byte[] file) {
    String title = PlatformAddress.file(name);
    String ending = title.substring(title.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return ImageFormat.ofHead(Arrays.copyOf(file, Math.min(file.length, ImageFormat.HEAD_BYTES)))
        .filter(format -> !format.endings().contains(ending))
        .map(format -> title + "." + format.endings().get(0))
        .orElse(title);
  }

  /** The name to take where the first one is another image's. */
  static String other(String title, String mark) {
    int dot = title.lastIndexOf('.');
    String stem = dot < 0 ? title : title.substring(0, dot);
    String ending = dot < 0 ? "" : title.substring(dot);
    return stem.substring(0, Math.min(stem.length(), LONGEST_STEM)) + "-" + mark + ending;
  }

  /** All names that the image of a file may have, whatever its content. */
  static List<String> every(String name, String mark) {
    String title = PlatformAddress.file(name);
    List<String> titles = new ArrayList<>(List.of(title));
    for (ImageFormat format : ImageFormat.values()) {
      titles.add(title + "." + format.endings().get(0));
    }
    List<String> others = titles.stream().map(each -> other(each, mark)).toList();
    titles.addAll(others);
    return titles;
  }
}
