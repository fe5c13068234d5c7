package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.MarkedImage;
import dev.relabel.platform.PlatformException;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Caller;
import dev.relabel.platform.http.RefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Adds images to a dataset so that doing it again changes nothing. */
record ImageAdditions(Caller caller) {
  /**
   * An image that is to be there.
   *
   * @param name its name, another than that of the others
   * @param json its title, where the server has it from, and its own data
   * @param isSame whether an image that is there under its name is this one
   * @param taken the complaint about one that is not
   */
  record Wanted(
      String name,
      ObjectNode json,
      Predicate<MarkedImage> isSame,
      Function<ImageInfo, PlatformException> taken) {}

  /** The images, added or found there, by name. */
  Map<String, ImageInfo> add(DatasetId into, List<Wanted> images) {
    Map<String, Wanted> wanted = new HashMap<>();
    images.forEach(each -> wanted.put(each.name(), each));
    Map<String, ImageInfo> there = new HashMap<>();
    // A call finds names that are taken, the next one adds the rest; others may add meanwhile.
    while (there.size() < wanted.size()) {
      int before = there.size();
      List<Wanted> missing =
          images.stream().filter(each -> !there.containsKey(each.name())).toList();
      try {
        List<ImageInfo> added =
            caller.call(new AddImages(into, missing.stream().map(Wanted::json).toList()));
        for (int i = 0; i < missing.size(); i++) {
          there.put(missing.get(i).name(), added.get(i));
        }
      } catch (RefusedException e) {
        for (MarkedImage each : existing(e, into)) {
          String name = each.image().name();
          Wanted image = wanted.get(name);
          if (image != null && !image.isSame().test(each)) {
            throw image.taken().apply(each.image());
          }
          if (image != null) {
            there.put(name, each.image());
          }
        }
        if (there.size() == before) {
          throw e; // nothing was learnt from the refusal
        }
      }
    }
    return there;
  }

  private List<MarkedImage> existing(RefusedException refusal, DatasetId into) {
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
    List<MarkedImage> existing = new ArrayList<>();
    List<ImageId> all = List.copyOf(ids);
    for (int from = 0; from < all.size(); from += FindImages.MOST) {
      List<ImageId> some = all.subList(from, Math.min(all.size(), from + FindImages.MOST));
      existing.addAll(caller.call(FindImages.of(into, some, ImageUploads::marked)));
    }
    return existing;
  }
}
