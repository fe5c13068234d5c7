package dev.relabel.model.head;

import dev.relabel.model.HeadKind;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.ScoreFunction;
import dev.relabel.model.head.EndToEndDecoder.Corners;
import dev.relabel.model.head.ListedBoxesDecoder.Columns;
import dev.relabel.model.head.ObjectnessDecoder.Boxes;
import dev.relabel.model.head.SemanticHead.Values;
import java.util.Set;

/** Builds the head that a choice and the settings ask for. */
public final class Heads {
  /** Where a picture may have many classes, one counts when it is likelier than not. */
  private static final double LEAST_OF_MANY = 0.5;

  private Heads() {}

  /**
   * The head.
   *
   * @param settings all settings in force, with every default filled in
   */
  public static Head of(HeadChoice choice, ModelSettings settings) {
    return new RefinedHead(unrefined(choice, settings), Refinement.of(settings));
  }

  /**
   * The head alone, for those who refine its labels later; every class may have the lowest score.
   */
  public static Head unrefined(HeadChoice choice, ModelSettings settings) {
    double confidence = settings.confidence().orElseThrow();
    double least =
        settings.classConfidence().values().stream()
            .mapToDouble(Double::doubleValue)
            .reduce(confidence, Math::min);
    return of(choice, settings, least);
  }

  private static Head of(HeadChoice choice, ModelSettings settings, double confidence) {
    ClassFilter classes = new ClassFilter(settings.labels().orElseThrow(), settings.classes());
    int maxDetections = settings.maxDetections().orElseThrow();
    return switch (choice.kind().finds()) {
      case TEXT ->
          new TextHead(
              classes.name(0),
              settings.textThreshold().orElseThrow(),
              confidence,
              settings.unclipRatio().orElseThrow(),
              maxDetections,
              settings.shape().orElseThrow());
      case CLASSES ->
          choice.kind() == HeadKind.HIERARCHICAL
              ? HierarchicalHead.of(settings, confidence, classes)
              : classification(settings, confidence, classes);
      case ANOMALIES -> AnomalyHead.of(settings, confidence, classes);
      case ONE_POSE ->
          new SimccHead(
              settings.keypoints(),
              settings.keypointThreshold().orElseThrow(),
              confidence,
              classes);
      case AREAS ->
          new SemanticHead(
              choice.kind() == HeadKind.CLASS_MAP ? Values.CLASS_INDICES : Values.SCORES,
              choice.classCount(),
              classes,
              Set.copyOf(settings.background()),
              settings.maskThreshold().orElseThrow(),
              confidence,
              settings.instances().orElseThrow(),
              settings.minArea().orElseThrow(),
              maxDetections);
      case BOXES, ORIENTED_BOXES, MASKS, KEYPOINTS ->
          new BoxHead(
              decoder(choice, settings),
              confidence,
              new Suppression(
                  settings.nms().orElseThrow(), settings.iou().orElseThrow(), maxDetections),
              classes,
              shapes(choice, settings));
    };
  }

  private static ClassificationHead classification(
      ModelSettings settings, double confidence, ClassFilter classes) {
    boolean isExclusive = !settings.multiLabel().orElseThrow();
    boolean isAsked = confidence > 0;
    return new ClassificationHead(
        isExclusive,
        isExclusive || isAsked ? confidence : LEAST_OF_MANY,
        settings.topK().orElse(isExclusive ? 1 : settings.maxDetections().orElseThrow()),
        classes);
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
      case YOLOV5, YOLOV5_SEG -> new ObjectnessDecoder(count, which, Boxes.PIXELS);
      case YOLOV8, YOLOV8_SEG, YOLOV8_POSE, YOLOV8_OBB -> new AnchorDecoder(count, which);
      case END_TO_END, END_TO_END_SEG, END_TO_END_POSE -> new EndToEndDecoder(Corners.TWO);
      case END_TO_END_OBB -> new EndToEndDecoder(Corners.CENTRE_AND_SIZE);
      case RTDETR, DETR_BOXES, TORCHVISION, TORCHVISION_SEG ->
          new ListedBoxesDecoder(Columns.XYXY, settings.boxSpace().orElseThrow());
      case TFOD -> new ListedBoxesDecoder(Columns.YXYX, settings.boxSpace().orElseThrow());
      case BOXES_LABELS, MASK_RCNN ->
          new ListedBoxesDecoder(Columns.XYXY_SCORE, settings.boxSpace().orElseThrow());
      case HF_DETR -> new LogitsDecoder(settings.scores().orElseThrow());
      case RF_DETR, RF_DETR_SEG -> new LogitsDecoder(ScoreFunction.SIGMOID);
      case NANODET -> new NanoDetDecoder(which);
      case PADDLE -> new ScoredRowsDecoder(ScoredRowsDecoder.Columns.PADDLE);
      case OPENVINO_SSD -> new ScoredRowsDecoder(ScoredRowsDecoder.Columns.OPENVINO);
      case CLASSIFICATION, HIERARCHICAL, SEMANTIC, CLASS_MAP, TEXT, ANOMALY, SIMCC ->
          throw new IllegalArgumentException(choice.kind() + " finds no objects");
    };
  }

  private static ObjectShapes shapes(HeadChoice choice, ModelSettings settings) {
    HeadKind kind = choice.kind();
    double maskThreshold = settings.maskThreshold().orElse(0.5);
    int count = choice.classCount();
    return switch (kind) {
      case YOLOV5_SEG -> new PrototypeMasks(RowLayout.ROW_PER_OBJECT, 5 + count, maskThreshold);
      case YOLOV8_SEG -> new PrototypeMasks(RowLayout.COLUMN_PER_OBJECT, 4 + count, maskThreshold);
      case END_TO_END_SEG -> new PrototypeMasks(RowLayout.ROW_PER_OBJECT, 6, maskThreshold);
      case YOLOV8_POSE -> keypoints(RowLayout.COLUMN_PER_OBJECT, 4 + count, settings);
      case END_TO_END_POSE -> keypoints(RowLayout.ROW_PER_OBJECT, 6, settings);
      case YOLOV8_OBB -> new OrientedBoxes(RowLayout.COLUMN_PER_OBJECT, 4 + count);
      case END_TO_END_OBB -> new OrientedBoxes(RowLayout.ROW_PER_OBJECT, 6);
      case MASK_RCNN -> new PastedMasks(2, maskThreshold);
      case TORCHVISION_SEG -> new PastedMasks(3, maskThreshold);
      case RF_DETR_SEG -> new QueryMasks(2, maskThreshold);
      default -> new UprightBoxes();
    };
  }

  private static KeypointShapes keypoints(RowLayout layout, int first, ModelSettings settings) {
    return new KeypointShapes(
        layout,
        first,
        settings.keypoints(),
        settings.keypointValues().orElseThrow(),
        settings.keypointThreshold().orElseThrow());
  }
}
