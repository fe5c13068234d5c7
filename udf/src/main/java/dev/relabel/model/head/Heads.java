package dev.relabel.model.head;

import dev.relabel.model.HeadKind;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.head.ListedBoxesDecoder.Columns;
import dev.relabel.model.head.ObjectnessDecoder.Boxes;

/** Builds the head that a choice and the settings ask for. */
public final class Heads {
  private Heads() {}

  /**
   * The head.
   *
   * @param settings all settings in force, with every default filled in
   */
  public static Head of(HeadChoice choice, ModelSettings settings) {
    ClassFilter classes = new ClassFilter(settings.labels().orElseThrow(), settings.classes());
    int maxDetections = settings.maxDetections().orElseThrow();
    if (choice.kind() == HeadKind.TEXT) {
      return new TextHead(
          classes.name(0),
          settings.textThreshold().orElseThrow(),
          settings.confidence().orElseThrow(),
          settings.unclipRatio().orElseThrow(),
          maxDetections,
          settings.shape().orElseThrow());
    }
    return new BoxHead(
        decoder(choice, settings),
        settings.confidence().orElseThrow(),
        new Suppression(settings.nms().orElseThrow(), settings.iou().orElseThrow(), maxDetections),
        classes,
        new UprightBoxes());
  }

  private static BoxDecoder decoder(HeadChoice choice, ModelSettings settings) {
    int count = choice.classCount();
    Classes which = settings.multiLabel().orElse(false) ? Classes.ALL : Classes.BEST;
    return switch (choice.kind()) {
      case YOLOX ->
          new ObjectnessDecoder(
              count,
              which,
              settings
                  .decoded()
                  .map(decoded -> decoded ? Boxes.PIXELS : Boxes.GRID)
                  .orElse(Boxes.GRID_UNLESS_DECODED));
      case YOLOV5 -> new ObjectnessDecoder(count, which, Boxes.PIXELS);
      case YOLOV8 -> new AnchorDecoder(count, which);
      case END_TO_END -> new EndToEndDecoder();
      case RTDETR, DETR_BOXES ->
          new ListedBoxesDecoder(Columns.XYXY, settings.boxSpace().orElseThrow());
      case TFOD -> new ListedBoxesDecoder(Columns.YXYX, settings.boxSpace().orElseThrow());
      case BOXES_LABELS ->
          new ListedBoxesDecoder(Columns.XYXY_SCORE, settings.boxSpace().orElseThrow());
      case TEXT -> throw new IllegalArgumentException("Text is not boxes");
    };
  }
}
