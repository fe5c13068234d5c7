package dev.relabel.model.head;

import dev.relabel.model.GraphTensor;
import dev.relabel.model.HeadKind;
import dev.relabel.model.HeadKind.Finds;
import dev.relabel.model.ModelException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rules for models with one table of numbers, [N, a, b]: the YOLO families. They go by the number
 * of classes, where it is known, and by the number of grid cells on the input.
 */
final class TableRules {
  /** End-to-end models list at most this many detections; anchors are more. */
  private static final int MAX_LISTED = 1000;

  /** 4 box numbers, 1 class, and x, y and visibility of a person's 17 keypoints. */
  private static final int POSE_ROWS = 5 + 51;

  /** Without names, only these columns of YOLOX are no guess: box, objectness, COCO's 80. */
  private static final int COCO_COLUMNS = 85;

  private static final String ASSUMED_YOLOX =
      "Recognised as YOLOX by its shape alone, so BGR and 0–255 are assumed. YOLOv6 and others have"
          + " the same shape; set head to yolov5 if the boxes are in pixels and it wants RGB, 0–1.";

  private TableRules() {}

  /** Every head that fits this table; more than one when chance makes dimensions equal. */
  static List<HeadChoice> fitting(GraphFacts facts, GraphTensor table) {
    TableExtras extras = TableExtras.of(facts);
    if (!extras.missing().isEmpty()) {
      throw new ModelException(
          "The model is an Ultralytics %s model, which needs %s. Outputs: %s."
              .formatted(
                  facts.metadata().task(),
                  extras.missing(),
                  GraphTensor.list(facts.graph().outputs())));
    }
    List<HeadChoice> fitting = new ArrayList<>();
    long a = table.dim(1);
    long b = table.dim(2);
    long named = facts.namedClasses();
    long more = extras.numbers();
    boolean isPlain = extras.finds() == Finds.BOXES;
    if (named > 0
        ? a == 4 + named + more && b > 0
        : facts.isGrid(b) && a > 4 + more && !(isPlain && a == POSE_ROWS)) {
      add(HeadKind.YOLOV8, a - 4 - more, table, extras, fitting);
    }
    boolean columnsFit = named > 0 ? b == 5 + named + more : b > 5 + more;
    boolean anotherPlan = columnsFit && !facts.isGrid(a) && !isTripleGrid(facts, a);
    if (isPlain
        && columnsFit
        && (facts.isGrid(a) || (anotherPlan && named > 0 && a > MAX_LISTED))) {
      // Six columns are the custom detectors of one class; of the others nothing can be told.
      boolean usual = b == COCO_COLUMNS || b == 6;
      if (named == 0 && facts.settings().decoded().isEmpty() && !usual) {
        throw transposed(facts, table);
      }
      HeadChoice yolox = HeadChoice.of(HeadKind.YOLOX, Math.toIntExact(b - 5), table.name());
      fitting.add(named > 0 ? yolox : yolox.withNote(ASSUMED_YOLOX));
    }
    if (columnsFit && (isTripleGrid(facts, a) || (anotherPlan && named > 0 && a > MAX_LISTED))) {
      add(HeadKind.YOLOV5, b - 5 - more, table, extras, fitting);
    }
    if (b == 6 + more && a > 0 && a <= MAX_LISTED) {
      if (facts.metadata().endToEnd()) {
        fitting.clear();
      }
      add(HeadKind.END_TO_END, named, table, extras, fitting);
    }
    return fitting;
  }

  private static ModelException transposed(GraphFacts facts, GraphTensor table) {
    return new ModelException(
        ("%s can be a YOLOX table of %s classes, or a YOLOv8 table of %s classes that was"
                + " transposed on export. Outputs: %s. If it is YOLOX, say so with --settings"
                + " '{\"head\": \"yolox\"}' or name its classes with labels; otherwise export it"
                + " untransposed, [N,%s,%s].")
            .formatted(
                table,
                table.dim(2) - 5,
                table.dim(2) - 4,
                GraphTensor.list(facts.graph().outputs()),
                table.dim(2),
                table.dim(1)));
  }

  private static boolean isTripleGrid(GraphFacts facts, long rows) {
    return rows > 0 && rows % 3 == 0 && facts.isGrid(rows / 3);
  }

  private static void add(
      HeadKind boxes, long classes, GraphTensor table, TableExtras extras, List<HeadChoice> to) {
    extras
        .variantOf(boxes)
        .ifPresent(
            kind ->
                to.add(
                    new HeadChoice(
                        kind,
                        kind.family(),
                        extras.outputs(table),
                        Math.toIntExact(classes),
                        true)));
  }
}
