package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.format.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Copies images into a dataset so that doing it again changes nothing. */
final class ImageCopies {
  private final Caller caller;

  ImageCopies(Caller caller) {
    this.caller = caller;
  }

  /** As {@link dev.relabel.platform.Platform#copyImages}, for at most {@link AddCopies#MOST}. */
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
    Map<String, ImageInfo> copies = new HashMap<>();
    // A call finds names that are taken, the next one adds the rest; others may add meanwhile.
    while (copies.size() < wanted.size()) {
      int before = copies.size();
      List<ImageInfo> missing =
          images.stream().filter(each -> !copies.containsKey(each.name())).toList();
      try {
        List<ImageInfo> added = caller.call(new AddCopies(into, missing, metas));
        for (int i = 0; i < missing.size(); i++) {
          copies.put(missing.get(i).name(), added.get(i));
        }
      } catch (RefusedException e) {
        for (ImageInfo each : existing(e, into)) {
          ImageInfo source = wanted.get(each.name());
          if (source != null) {
            copies.put(each.name(), checked(source, each));
          }
        }
        if (copies.size() == before) {
          throw e; // nothing was learnt from the refusal
        }
      }
    }
    return images.stream().map(each -> copies.get(each.name())).toList();
  }

  private Map<ImageId, ObjectNode> metas(List<ImageInfo> images) {
    Map<DatasetId, List<ImageId>> byDataset = new LinkedHashMap<>();
    for (ImageInfo image : images) {
      byDataset.computeIfAbsent(image.dataset(), id -> new ArrayList<>()).add(image.id());
    }
    Map<ImageId, ObjectNode> metas = new HashMap<>();
    byDataset.forEach(
        (dataset, ids) -> {
          for (JsonNode each :
              caller.call(new FindImages<JsonNode>(dataset, ids, entity -> entity))) {
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

  private List<ImageInfo> existing(RefusedException refusal, DatasetId into) {
    if (!refusal.answer().isNonUnique()) {
      return List.of();
    }
    Set<ImageId> ids = new LinkedHashSet<>();
    for (JsonNode error : refusal.answer().details().path("errors")) {
      long id = Json.integer(error, "id", -1);
      if (id >= 0) {
        ids.add(new ImageId(id));
      }
    }
    List<ImageInfo> existing = new ArrayList<>();
    List<ImageId> all = List.copyOf(ids);
    for (int from = 0; from < all.size(); from += FindImages.MOST) {
      List<ImageId> some = all.subList(from, Math.min(all.size(), from + FindImages.MOST));
      existing.addAll(caller.call(new FindImages<>(into, some, ImageInfoJson::read)));
    }
    return existing;
  }

  private static ImageInfo checked(ImageInfo source, ImageInfo existing) {
    boolean isSame =
        (source.hash().isEmpty() || existing.hash().isEmpty())
            // Linked images have no hash; size in bytes and pixels is all that is known of them.
            ? source.bytes() == existing.bytes()
                && source.width() == existing.width()
                && source.height() == existing.height()
            : source.hash().equals(existing.hash());
    if (!isSame) {
      throw new PlatformRejectedException(
          "Dataset %s holds another image named %s (ID %s), so image %s cannot be copied there. Rename it, or choose another project for the copies."
              .formatted(existing.dataset(), existing.name(), existing.id(), source.id()),
          null);
    }
    return existing;
  }
}
