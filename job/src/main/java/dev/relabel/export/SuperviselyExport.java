package dev.relabel.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Annotation;
import dev.relabel.annotation.Conversions;
import dev.relabel.annotation.Ellipse;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.LabelClass.Shape;
import dev.relabel.platform.format.AnnotationJson;
import dev.relabel.platform.format.FileCoordinates;
import dev.relabel.platform.format.MetaJson;
import dev.relabel.platform.format.TagJson;
import dev.relabel.platform.format.TagMeta;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A project on disk in Supervisely's format: {@code meta.json}, and for the image {@code
 * street/shops/a.jpg} the files {@code street/datasets/shops/ann/a.jpg.json} and, where images are
 * written, {@code street/datasets/shops/img/a.jpg}. Folders are datasets; an image without one is
 * in the dataset {@value #NO_FOLDER}.
 *
 * <p>Scores are the tag {@code confidence}, labels of whole images are tags, ellipses become
 * polygons at most a quarter pixel off. A class whose labels come in several shapes takes any.
 */
public final class SuperviselyExport implements FilePerImage {
  private static final long serialVersionUID = 1L;
  private static final String NO_FOLDER = "images";
  private static final double ELLIPSE_ERROR = 0.25;

  private final String meta;

  private SuperviselyExport(MetaJson meta) {
    this.meta = meta.json().toString();
  }

  /**
   * The export of a run.
   *
   * @param found the classes of the labels, each with the shape of its labels; those of keypoints
   *     name their nodes
   */
  public static SuperviselyExport of(List<LabelClass> found) {
    MetaJson meta = MetaJson.empty().withTag(TagJson.CONFIDENCE, TagMeta.ANY_NUMBER);
    Set<String> classes = new HashSet<>();
    for (LabelClass each : found) {
      if (each.shape() == Shape.IMAGE) {
        if (meta.tag(each.name()).isEmpty()) {
          meta = meta.withTag(each.name(), TagMeta.ANY_NUMBER);
        }
      } else if (classes.add(each.name())) {
        meta = meta.withClass(new LabelClass(each.name(), shape(each, found), each.keypoints()));
      }
    }
    return new SuperviselyExport(meta);
  }

  private static Shape shape(LabelClass of, List<LabelClass> found) {
    List<Shape> shapes =
        found.stream()
            .filter(each -> each.name().equals(of.name()) && each.shape() != Shape.IMAGE)
            .map(each -> each.shape() == Shape.ELLIPSE ? Shape.POLYGON : each.shape())
            .distinct()
            .toList();
    return shapes.size() == 1 ? shapes.get(0) : Shape.ANY;
  }

  @Override
  public String labelPath(String name) {
    return path(name, "ann") + ".json";
  }

  @Override
  public String imagePath(String name) {
    return path(name, "img");
  }

  private static String path(String name, String folder) {
    int slash = name.lastIndexOf('/');
    String datasets = slash < 0 ? NO_FOLDER : name.substring(0, slash).replace("/", "/datasets/");
    return "%s/%s/%s".formatted(datasets, folder, name.substring(slash + 1));
  }

  @Override
  public byte[] labels(ExportItem item) {
    List<Label> labels = new ArrayList<>(item.labels().size());
    for (Label label : item.labels()) {
      labels.add(
          label.geometry() instanceof Ellipse ellipse
              ? label.withGeometry(Conversions.toPolygon(ellipse, ELLIPSE_ERROR))
              : label);
    }
    ObjectNode annotation =
        AnnotationJson.write(Annotation.of(item.width(), item.height(), labels));
    ArrayNode objects = (ArrayNode) annotation.get("objects");
    for (int i = 0; i < objects.size(); i++) {
      objects.set(i, FileCoordinates.toFile((ObjectNode) objects.get(i)));
    }
    return annotation.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Map<String, byte[]> heads(ExportedRun run) {
    return Map.of("meta.json", meta.getBytes(StandardCharsets.UTF_8));
  }
}
