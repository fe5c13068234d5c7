package dev.relabel.stage;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Where predictions are also written.
 *
 * @param kind in which form
 * @param target the file or folder, a path or URI
 */
public record ExportRequest(Kind kind, String target) {
  /** All forms, for people. */
  public static final String FORMS =
      "coco:FILE, yolo:DIR, voc:DIR, supervisely:DIR, supervisely-ann:DIR, draw:DIR, parquet:DIR,"
          + " delta:PATH_OR_TABLE or iceberg:CATALOG.DB.TABLE";

  /** The forms. */
  public enum Kind {
    /** One COCO dataset file. */
    COCO,
    /** A folder of pictures with the labels drawn. */
    DRAW,
    /** A data set as Ultralytics' YOLO reads it. */
    YOLO,
    /** Pascal VOC: an XML file per image. */
    VOC,
    /** A project in Supervisely's format, with the images. */
    SUPERVISELY,
    /** A project in Supervisely's format without the images. */
    SUPERVISELY_ANN,
    /** A table of Parquet files that holds many runs. */
    PARQUET,
    /** A Delta table that holds many runs. */
    DELTA,
    /** An Iceberg table that holds many runs. */
    ICEBERG;

    /** The name in options. */
    public String optionName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the images themselves are fetched. */
    public boolean needsImages() {
      return this == DRAW || this == SUPERVISELY;
    }
  }

  /** Reads {@code kind:target}; empty if the kind is none or the target is missing. */
  public static Optional<ExportRequest> parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1) {
      return Optional.empty();
    }
    String name = text.substring(0, colon);
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.optionName().equals(name))
        .findFirst()
        .map(kind -> new ExportRequest(kind, text.substring(colon + 1)));
  }

  /** As it is asked for: {@code kind:target}. */
  @Override
  public String toString() {
    return kind.optionName() + ":" + target;
  }
}
