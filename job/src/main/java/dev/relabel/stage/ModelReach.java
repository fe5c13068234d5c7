package dev.relabel.stage;

import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.LabelClass.Shape;
import dev.relabel.annotation.WholeImage;
import dev.relabel.model.ModelCard;
import dev.relabel.platform.PlatformAnnotation;
import java.io.Serializable;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which labels of an image a model can say anything about: a classifier knows nothing of boxes, and
 * a detector nothing of tags.
 *
 * @param imageClasses names of its classes of whole images, as they are in the project
 * @param findsObjects whether it has classes with a shape
 */
record ModelReach(TreeSet<String> imageClasses, boolean findsObjects) implements Serializable {

  /** What a model can say. */
  static ModelReach of(ModelCard card) {
    return new ModelReach(
        card.classes().stream()
            .filter(each -> each.shape() == Shape.IMAGE)
            .map(LabelClass::name)
            .collect(Collectors.toCollection(TreeSet::new)),
        card.classes().isEmpty()
            || card.classes().stream().anyMatch(each -> each.shape() != Shape.IMAGE));
  }

  /** The same, with the names that the project has for some of the classes. */
  ModelReach with(Set<String> projectNames) {
    TreeSet<String> all = new TreeSet<>(imageClasses);
    all.addAll(projectNames);
    return new ModelReach(all, findsObjects);
  }

  /** An image without the tags that are none of the model's classes. */
  PlatformAnnotation of(PlatformAnnotation image) {
    return image.withImageClasses(imageClasses);
  }

  /** What predictions may replace. */
  PlatformAnnotation replaceable(PlatformAnnotation image) {
    return findsObjects
        ? image
        : new PlatformAnnotation(
            image.image(),
            image.width(),
            image.height(),
            image.labels().stream()
                .filter(each -> each.label().geometry() instanceof WholeImage)
                .toList(),
            image.tags(),
            image.foreign());
  }
}
