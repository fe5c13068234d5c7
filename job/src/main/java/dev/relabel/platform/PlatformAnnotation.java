package dev.relabel.platform;

import dev.relabel.annotation.Annotation;
import dev.relabel.annotation.Tag;
import dev.relabel.annotation.WholeImage;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the platform holds on one image.
 *
 * @param image the image
 * @param width width of the frame that the geometries use, in pixels, 0 when unknown
 * @param height height of that frame, in pixels, 0 when unknown
 * @param labels the labels whose shapes we model, and the image's tags that may be labels of the
 *     whole image: those without a value or with a score
 * @param tags all of the image's own tags
 * @param foreign labels of shapes that we do not model (cuboids and the like): left alone by every
 *     mode, and here only so that they are never forgotten
 */
public record PlatformAnnotation(
    ImageId image,
    int width,
    int height,
    List<PlatformLabel> labels,
    List<Tag> tags,
    List<ForeignLabel> foreign) {
  public PlatformAnnotation {
    labels = List.copyOf(labels);
    tags = List.copyOf(tags);
    foreign = List.copyOf(foreign);
  }

  /**
   * The labels without their IDs.
   *
   * @throws IllegalArgumentException if the image's size is unknown
   */
  public Annotation annotation() {
    return new Annotation(width, height, labels.stream().map(PlatformLabel::label).toList(), tags);
  }

  /**
   * The same without the labels of the whole image whose class is none of these: other tags say
   * something else and are nobody's business.
   *
   * @param classes names of classes
   */
  public PlatformAnnotation withImageClasses(Set<String> classes) {
    return new PlatformAnnotation(
        image,
        width,
        height,
        labels.stream()
            .filter(
                each ->
                    !(each.label().geometry() instanceof WholeImage)
                        || classes.contains(each.label().className()))
            .toList(),
        tags,
        foreign);
  }

  /**
   * A label of a shape that we do not model, or one that cannot be read.
   *
   * @param id the platform's ID; empty where labels have none
   * @param className its class, empty when unknown
   * @param shape the platform's name of the shape, empty when unknown
   */
  public record ForeignLabel(Optional<FigureId> id, String className, String shape) {}
}
