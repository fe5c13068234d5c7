package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Caller;
import dev.relabel.platform.supervisely.ImageAdditions.Wanted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Copies images into a dataset so that doing it again changes nothing. */
final class ImageCopies {
  private final Caller caller;

  ImageCopies(Caller caller) {
    this.caller = caller;
  }

  /** As {@link dev.relabel.platform.Platform#copyImages}, for at most {@link AddImages#MOST}. */
  List<ImageInfo> copy(List<ImageInfo> images, DatasetId into) {
    Map<String, ImageInfo> wanted = new LinkedHashMap<>();
    for (ImageInfo image : images) {
      ImageInfo other = wanted.put(image.name(), image);
      if (other != null) {
        throw new PlatformRejectedException(
            "Images %s and %s both are named %s and cannot be copied into one dataset"
                .formatted(other.id(), image.id(), image.name()),
            null);
      }
    }
    Map<ImageId, ObjectNode> metas = metas(images);
    Map<String, ImageInfo> copies =
        new ImageAdditions(caller)
            .add(into, images.stream().map(image -> wanted(image, metas)).toList());
    return images.stream().map(each -> copies.get(each.name())).toList();
  }

  private static Wanted wanted(ImageInfo image, Map<ImageId, ObjectNode> metas) {
    ObjectNode json = Json.object().put("title", image.name()).put("imageId", image.id().number());
    json.set("meta", metas.getOrDefault(image.id(), Json.object()));
    return new Wanted(
        image.name(),
        json,
        there -> isSame(image, there.image()),
        other ->
            new PlatformRejectedException(
                "Dataset %s holds another image named %s (ID %s), so image %s cannot be copied there. Rename it, or choose another project for the copies."
                    .formatted(other.dataset(), other.name(), other.id(), image.id()),
                null));
  }

  private Map<ImageId, ObjectNode> metas(List<ImageInfo> images) {
    Map<DatasetId, List<ImageId>> byDataset = new LinkedHashMap<>();
    for (ImageInfo image : images) {
      byDataset.computeIfAbsent(image.dataset(), id -> new ArrayList<>()).add(image.id());
    }
    Map<ImageId, ObjectNode> metas = new HashMap<>();
    byDataset.forEach(
        (dataset, ids) -> {
          for (JsonNode each : caller.call(FindImages.of(dataset, ids, entity -> entity))) {
            metas.put(
                new ImageId(Json.integer(each, "id")),
                each.path("meta") instanceof ObjectNode meta ? meta : Json.object());
          }
        });
    for (ImageInfo image : images) {
      if (!metas.containsKey(image.id())) {
        throw new NotOnPlatformException(
            "Image %s (%s) is no longer in dataset %s, so it cannot be copied"
                .formatted(image.id(), image.name(), image.dataset()),
            null);
      }
    }
    return metas;
  }

  private static boolean isSame(ImageInfo source, ImageInfo existing) {
    return (source.hash().isEmpty() || existing.hash().isEmpty())
        // Linked images have no hash; size in bytes and pixels is all that is known of them.
        ? source.bytes() == existing.bytes()
            && source.width() == existing.width()
            && source.height() == existing.height()
        : source.hash().equals(existing.hash());
  }
}
