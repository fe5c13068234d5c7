package dev.relabel.platform.supervisely;

import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.LabelClass.Shape;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.format.MetaJson;
import dev.relabel.platform.format.TagJson;
import dev.relabel.platform.format.TagMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a project's meta becomes when it is to accept a model's classes, and which class stands for
 * each of them. Nothing is removed or changed.
 *
 * <table>
 * <caption>Which class is used</caption>
 * <tr><th>the project's class of that name</th><th>use</th></tr>
 * <tr><td>missing</td><td>the wanted class, added</td></tr>
 * <tr><td>same shape, or any shape</td><td>the project's</td></tr>
 * <tr><td>another shape</td><td>the same with name + suffix; if that has another shape, too, the merge
 *     is refused</td></tr>
 * </table>
 *
 * <p>A class of whole images becomes a kind of tag, with the score as its value; one that the
 * project has is used if it is for images and holds a number or nothing.
 *
 * @param meta the meta that accepts all of them
 * @param classes for each wanted class, in order, the one to use
 * @param isChange whether the meta differs from the project's
 */
record SchemaMerge(MetaJson meta, List<LabelClass> classes, boolean isChange) {
  private static final Set<Shape> NEVER_ADDED = Set.of(Shape.ELLIPSE, Shape.KEYPOINTS, Shape.OTHER);

  static SchemaMerge of(MetaJson project, List<LabelClass> wanted, String suffix) {
    MetaJson meta = project;
    List<LabelClass> used = new ArrayList<>();
    for (LabelClass each : wanted) {
      LabelClass stripped = new LabelClass(each.name().strip(), each.shape(), each.keypoints());
      if (stripped.shape() == Shape.IMAGE) {
        String name = tagName(meta, stripped.name(), suffix);
        meta = meta.tag(name).isPresent() ? meta : meta.withTag(name, TagMeta.ANY_NUMBER);
        used.add(new LabelClass(name, Shape.IMAGE));
        continue;
      }
      Optional<LabelClass> existing = usable(meta, stripped, suffix);
      if (existing.isEmpty()) {
        LabelClass added = added(meta, stripped, suffix);
        meta = meta.withClass(added);
        used.add(added);
      } else {
        used.add(existing.get());
      }
    }
    meta = withScores(meta);
    return new SchemaMerge(meta, List.copyOf(used), meta != project);
  }

  private static Optional<LabelClass> usable(MetaJson meta, LabelClass wanted, String suffix) {
    Optional<LabelClass> named = meta.schema().find(wanted.name());
    if (named.isPresent() && !fits(named.get(), wanted)) {
      named = meta.schema().find(wanted.name() + suffix);
      if (named.isPresent() && !fits(named.get(), wanted)) {
        throw new PlatformRejectedException(
            "Class %s is %s in the model, but the project has it with another shape, and %s, too. Choose another suffix for the model's classes, or rename a class in the project."
                .formatted(wanted.name(), wanted.shape(), wanted.name() + suffix),
            null);
      }
    }
    return named;
  }

  private static LabelClass added(MetaJson meta, LabelClass wanted, String suffix) {
    boolean hasTemplate = wanted.shape() == Shape.KEYPOINTS && !wanted.keypoints().isEmpty();
    if (NEVER_ADDED.contains(wanted.shape()) && !hasTemplate) {
      // A class of keypoints needs a template that names the nodes, which some models do not carry.
      throw new PlatformRejectedException(
          "The project has no class %s for %s, and such a class cannot be added from here. Create it in the project first, then run the same command again."
              .formatted(wanted.name(), wanted.shape()),
          null);
    }
    boolean isTaken = meta.schema().find(wanted.name()).isPresent();
    return new LabelClass(
        isTaken ? wanted.name() + suffix : wanted.name(), wanted.shape(), wanted.keypoints());
  }

  /** The name of the kind of tag that stands for a class of whole images, there or to be added. */
  private static String tagName(MetaJson meta, String name, String suffix) {
    for (String candidate : List.of(name, name + suffix)) {
      if (meta.tag(candidate).map(SchemaMerge::isForImages).orElse(true)) {
        return candidate;
      }
    }
    throw new PlatformRejectedException(
        "The model's class %s is about whole images and becomes a tag with its score, but the project's tags %s and %s have other values or are for objects only. Choose another name with --settings '{\"rename\": {\"%s\": …}}'."
            .formatted(name, name, name + suffix, name),
        null);
  }

  private static boolean isForImages(TagMeta tag) {
    return (tag.valueType().equals(TagMeta.ANY_NUMBER) || tag.valueType().equals(TagMeta.NO_VALUE))
        && !tag.applicableType().equals(TagMeta.OBJECTS_ONLY);
  }

  private static boolean fits(LabelClass existing, LabelClass wanted) {
    return existing.shape() == Shape.ANY
        || (existing.shape() == wanted.shape() && wanted.shape() != Shape.OTHER);
  }

  private static MetaJson withScores(MetaJson meta) {
    Optional<TagMeta> tag = meta.tag(TagJson.CONFIDENCE);
    if (tag.isEmpty()) {
      return meta.withTag(TagJson.CONFIDENCE, TagMeta.ANY_NUMBER);
    }
    if (!tag.get().valueType().equals(TagMeta.ANY_NUMBER)) {
      throw new PlatformRejectedException(
          "The project's tag %s is of type %s, but scores are numbers. Rename the tag in the project, then run the same command again; one of type %s is added."
              .formatted(TagJson.CONFIDENCE, tag.get().valueType(), TagMeta.ANY_NUMBER),
          null);
    }
    if (tag.get().applicableType().equals(TagMeta.IMAGES_ONLY)) {
      throw new PlatformRejectedException(
          "The project's tag %s is for images only, but scores belong to labels. Rename the tag in the project, then run the same command again; one for labels is added."
              .formatted(TagJson.CONFIDENCE),
          null);
    }
    return meta;
  }
}
