package dev.relabel.model.head;

import dev.relabel.annotation.Conversions;
import dev.relabel.annotation.Ellipse;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.Simplification;
import dev.relabel.annotation.WholeImage;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.TargetShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What people ask of the labels of any head: a lowest score for a class, another shape, another
 * name, in this order.
 *
 * @param confidence lowest score of the classes that have none of their own
 * @param classConfidence lowest scores by the model's names
 * @param target the shape that labels get; empty to leave theirs
 * @param simplify how far a polygon may lie off a mask's outline, in pixels
 * @param names new names by the model's
 */
public record Refinement(
    double confidence,
    Map<String, Double> classConfidence,
    Optional<TargetShape> target,
    double simplify,
    Map<String, String> names) {
  /** How far the corners of an ellipse's polygon may lie off it, in pixels. */
  private static final double ELLIPSE_ERROR = 0.25;

  public Refinement {
    classConfidence = Map.copyOf(classConfidence);
    names = Map.copyOf(names);
  }

  /** What the settings in force ask for. */
  public static Refinement of(ModelSettings settings) {
    return new Refinement(
        settings.confidence().orElseThrow(),
        settings.classConfidence(),
        settings.as(),
        settings.simplify().orElse(1),
        settings.rename());
  }

  /** The labels as asked for; the same list where nothing is. */
  public List<Label> of(List<Label> labels) {
    if (classConfidence.isEmpty() && target.isEmpty() && names.isEmpty()) {
      return labels;
    }
    List<Label> refined = new ArrayList<>();
    for (Label label : labels) {
      double least = classConfidence.getOrDefault(label.className(), confidence);
      if (label.score().orElse(1) >= least) {
        String name = names.getOrDefault(label.className(), label.className());
        for (Geometry shape : shapes(label.geometry())) {
          refined.add(label.withGeometry(shape).withClassName(name));
        }
      }
    }
    return refined;
  }

  private List<? extends Geometry> shapes(Geometry geometry) {
    boolean isNowhere = geometry instanceof WholeImage;
    if (target.isEmpty() || isNowhere || geometry.kind() == target.get().kind()) {
      return List.of(geometry);
    }
    return switch (target.get()) {
      case BOX -> List.of(geometry.bounds());
      case MASK -> Conversions.toMask(geometry).map(List::of).orElse(List.of());
      case POLYGON -> polygons(geometry);
    };
  }

  private List<Polygon> polygons(Geometry geometry) {
    if (geometry instanceof Mask mask) {
      return Conversions.toPolygons(mask).stream()
          .flatMap(part -> Simplification.of(part, simplify).stream())
          .toList();
    }
    if (geometry instanceof Rectangle box) {
      return List.of(Conversions.toPolygon(box));
    }
    if (geometry instanceof OrientedRectangle box) {
      return List.of(Conversions.toPolygon(box));
    }
    if (geometry instanceof Ellipse ellipse) {
      return List.of(Conversions.toPolygon(ellipse, ELLIPSE_ERROR));
    }
    throw new IllegalStateException("No polygon for " + geometry.kind()); // refused when opened
  }
}
