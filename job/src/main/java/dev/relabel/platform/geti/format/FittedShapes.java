package dev.relabel.platform.geti.format;

import dev.relabel.annotation.Conversions;
import dev.relabel.annotation.Ellipse;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Polyline;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.Simplification;
import dev.relabel.annotation.WholeImage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Shapes that a Geti server takes, made of one of ours, and what was lost on the way.
 *
 * <table>
 * <caption>What becomes of a shape</caption>
 * <tr><th>ours</th><th>there</th></tr>
 * <tr><td>rectangle</td><td>its part on the image, if at least one pixel wide and high</td></tr>
 * <tr><td>oriented rectangle, ellipse</td><td>itself, if at least a square pixel of it is on the
 *     image</td></tr>
 * <tr><td>polygon</td><td>its part on the image without holes, if at least a square pixel</td></tr>
 * <tr><td>mask</td><td>the outer contour of each part that hangs together by sides, exact but for
 *     the holes</td></tr>
 * <tr><td>point</td><td>itself, if on the image</td></tr>
 * <tr><td>keypoints</td><td>keypoints of one node each, for those on the image</td></tr>
 * <tr><td>whole image</td><td>the rectangle of the image's size</td></tr>
 * <tr><td>line</td><td>nothing</td></tr>
 * </table>
 *
 * @param shapes what {@link ShapeJson} can write; empty when nothing is left
 * @param losses what they do not tell any more
 */
public record FittedShapes(List<Geometry> shapes, Set<Loss> losses) {
  private static final double FIRST_SIMPLIFICATION = 0.25;

  public FittedShapes {
    shapes = List.copyOf(shapes);
    losses = Set.copyOf(losses);
  }

  /** What a shape lost. */
  public enum Loss {
    /** Holes are filled. */
    HOLES,
    /** Corners left out, as a polygon has {@value ShapeJson#MOST_POINTS} at most. */
    CORNERS,
    /** What lay off the image, some or all of it. */
    OUTSIDE,
    /** All of it: less than a pixel was left. */
    TOO_SMALL,
    /** All of it: Geti has no such shape. */
    NO_SUCH_SHAPE
  }

  /**
   * The shapes for an image of that size in pixels.
   *
   * @throws IllegalArgumentException if the size is not positive
   */
  public static FittedShapes of(Geometry geometry, int width, int height) {
    Fit fit = new Fit(new Rectangle(0, 0, width, height));
    fit.add(geometry);
    return new FittedShapes(fit.shapes, fit.losses);
  }

  private static final class Fit {
    private final Rectangle image;
    private final List<Geometry> shapes = new ArrayList<>();
    private final Set<Loss> losses = EnumSet.noneOf(Loss.class);

    Fit(Rectangle image) {
      this.image = image;
    }

    void add(Geometry geometry) {
      if (geometry instanceof WholeImage) {
        shapes.add(image);
      } else if (geometry instanceof Polyline) {
        losses.add(Loss.NO_SUCH_SHAPE);
      } else if (geometry instanceof OrientedRectangle box) {
        keepIfThere(box, box.corners());
      } else if (geometry instanceof Ellipse ellipse) {
        boolean isWide = ellipse.box().width() >= 1 && ellipse.box().height() >= 1;
        if (isWide) {
          keepIfThere(ellipse, ellipse);
        } else {
          losses.add(Loss.TOO_SMALL);
        }
      } else {
        addPart(geometry);
      }
    }

    private void keepIfThere(Geometry shape, Geometry covered) {
      Optional<Geometry> there = covered.clipped(image.right(), image.bottom());
      if (there.isEmpty()) {
        losses.add(Loss.OUTSIDE);
      } else if (there.get().area() < 1) {
        losses.add(Loss.TOO_SMALL);
      } else {
        shapes.add(shape);
      }
    }

    private void addPart(Geometry geometry) {
      Optional<Geometry> rest = geometry.clipped(image.right(), image.bottom());
      if (rest.isEmpty() || !rest.get().equals(geometry)) {
        losses.add(Loss.OUTSIDE);
      }
      if (rest.isEmpty()) {
        return;
      }
      Geometry part = rest.get();
      if (part instanceof Rectangle box) {
        if (box.width() >= 1 && box.height() >= 1) {
          shapes.add(box);
        } else {
          losses.add(Loss.TOO_SMALL);
        }
      } else if (part instanceof Polygon polygon) {
        addOutline(polygon);
      } else if (part instanceof Mask mask) {
        Conversions.toPolygons(mask).forEach(this::addOutline);
      } else if (part instanceof Keypoints keypoints) {
        keypoints.nodes().forEach(each -> shapes.add(new Keypoints(List.of(each))));
      } else if (part instanceof Point point) {
        shapes.add(point);
      }
    }

    private void addOutline(Polygon polygon) {
      if (!polygon.holes().isEmpty()) {
        losses.add(Loss.HOLES);
      }
      Optional<Polygon> outline = Optional.of(new Polygon(polygon.exterior(), List.of()));
      double tolerance = FIRST_SIMPLIFICATION;
      while (outline.isPresent() && outline.get().exterior().size() > ShapeJson.MOST_POINTS) {
        losses.add(Loss.CORNERS);
        outline = Simplification.of(outline.get(), tolerance);
        tolerance *= 2;
      }
      if (outline.isPresent() && outline.get().area() >= 1) {
        shapes.add(outline.get());
      } else {
        losses.add(Loss.TOO_SMALL);
      }
    }
  }
}
