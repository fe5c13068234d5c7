package dev.relabel.annotation;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One object on an image.
 *
 * @param className the class's name as the platform or the model writes it
 * @param geometry where it is
 * @param score the model's confidence in 0–1; empty when a person drew it or nothing is known
 * @param tags attributes other than the score
 * @param origin who made it
 * @param track the number of the object that it shows in its video, the same on all frames; empty
 *     if none was found or it is on an image
 */
public record Label(
    String className,
    Geometry geometry,
    OptionalDouble score,
    List<Tag> tags,
    Origin origin,
    OptionalLong track) {
  public Label {
    Objects.requireNonNull(track, "track");
    Objects.requireNonNull(className, "className");
    Objects.requireNonNull(geometry, "geometry");
    Objects.requireNonNull(score, "score");
    Objects.requireNonNull(origin, "origin");
    tags = List.copyOf(tags);
    if (className.isBlank()) {
      throw new IllegalArgumentException("A label needs a class name");
    }
    if (score.isPresent() && !(score.getAsDouble() >= 0 && score.getAsDouble() <= 1)) {
      throw new IllegalArgumentException("A score lies in 0–1, not " + score.getAsDouble());
    }
  }

  /** A label without a track. */
  public Label(
      String className, Geometry geometry, OptionalDouble score, List<Tag> tags, Origin origin) {
    this(className, geometry, score, tags, origin, OptionalLong.empty());
  }

  /** A label that a model made. */
  public static Label predicted(String className, Geometry geometry, double score) {
    return new Label(className, geometry, OptionalDouble.of(score), List.of(), Origin.MACHINE);
  }

  /** The same label on another shape. */
  public Label withGeometry(Geometry other) {
    return new Label(className, other, score, tags, origin, track);
  }

  /** The same label under another class name. */
  public Label withClassName(String other) {
    return new Label(other, geometry, score, tags, origin, track);
  }

  /** The same label with other tags. */
  public Label withTags(List<Tag> others) {
    return new Label(className, geometry, score, others, origin, track);
  }

  /** The same label made by someone else. */
  public Label withOrigin(Origin other) {
    return new Label(className, geometry, score, tags, other, track);
  }

  /** The same label as part of a track. */
  public Label withTrack(long number) {
    return new Label(className, geometry, score, tags, origin, OptionalLong.of(number));
  }
}
