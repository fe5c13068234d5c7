package dev.relabel.stage;

import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.RefusedContentException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What images hold before they are changed; one that makes trouble does not hold up the others. */
final class BeforeImages {
  private static final Logger LOG = LoggerFactory.getLogger(BeforeImages.class);

  private BeforeImages() {}

  /**
   * The copies of images in a dataset, in the order given. An image that is gone stands for itself:
   * as it is not in that dataset, publishing it is refused.
   */
  static List<ImageId> copies(Platform platform, List<ImageId> images, DatasetId into) {
    try {
      return platform.copyImages(platform.images(images), into).stream()
          .map(ImageInfo::id)
          .toList();
    } catch (NotOnPlatformException e) {
      if (images.size() == 1) {
        LOG.warn("No copy of image {}: {}", images.get(0), e.getMessage());
        return images;
      }
    }
    List<ImageId> copies = new ArrayList<>();
    images.forEach(image -> copies.addAll(copies(platform, List.of(image), into)));
    return copies;
  }

  /**
   * What was found on images; those that are gone are in neither collection.
   *
   * @param annotations by image
   * @param unreadable images that are there, with annotations that cannot be understood
   */
  record Found(Map<ImageId, PlatformAnnotation> annotations, Set<ImageId> unreadable) {
    Optional<PlatformAnnotation> on(ImageId image) {
      return Optional.ofNullable(annotations.get(image));
    }
  }

  /** The annotations of images of one dataset. */
  static Found read(Platform platform, DatasetId dataset, List<ImageId> images) {
    if (images.isEmpty()) {
      return new Found(Map.of(), Set.of());
    }
    try {
      return new Found(platform.annotations(dataset, images), Set.of());
    } catch (RefusedContentException e) {
      if (images.size() == 1) {
        LOG.warn("Image {} cannot be labelled: {}", images.get(0), e.getMessage());
        return new Found(Map.of(), Set.of(images.get(0)));
      }
    }
    Found all = new Found(new LinkedHashMap<>(), new HashSet<>());
    for (ImageId image : images) {
      Found one = read(platform, dataset, List.of(image));
      all.annotations().putAll(one.annotations());
      all.unreadable().addAll(one.unreadable());
    }
    return all;
  }
}
