package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.local.LocalDataset;
import dev.relabel.platform.local.LocalImage;
import dev.relabel.platform.local.LocalProjects;
import dev.relabel.platform.local.NewImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The three steps by which images are uploaded, and copies of images (fact sheet, 2.5). */
final class UploadMethods {
  private final LocalProjects projects;
  private final Lookup lookup;
  private final Columns<ImageView> columns = ImageView.columns();

  /** Held while uploads become images, for writing while they are deleted. */
  private final ReadWriteLock uploadsInUse = new ReentrantReadWriteLock();

  UploadMethods(LocalProjects projects, Lookup lookup) {
    this.projects = projects;
    this.lookup = lookup;
  }

  void addTo(ApiMethods methods) {
    methods.read("images.internal.hashes.list", this::knownHashes);
    methods.change("images.bulk.upload", this::upload);
    methods.change("images.bulk.add", this::add);
  }

  private Answer knownHashes(ApiCall call) {
    if (!call.body().isArray()) {
      throw ApiException.badRequest("The body has to be a list of hashes");
    }
    Set<String> asked = new HashSet<>();
    call.body().forEach(each -> asked.add(each.asText()));
    Map<String, LocalImage> images = projects.imagesByKnownHash(asked);
    ArrayNode known = JsonNodeFactory.instance.arrayNode();
    for (String hash : asked) {
      if (images.containsKey(hash) || projects.blobs().find(hash).isPresent()) {
        known.add(hash);
      }
    }
    return Answer.json(known);
  }

  private Answer upload(ApiCall call) throws IOException {
    ArrayNode answer = JsonNodeFactory.instance.arrayNode();
    call.uploads()
        .forEach(
            (name, content) -> answer.addObject().put("hash", projects.blobs().store(content)));
    return Answer.json(answer);
  }

  private Answer add(ApiCall call) throws IOException {
    LocalDataset dataset = lookup.dataset(call.id("datasetId"));
    ArrayNode items = call.array("images");
    Set<String> hashes = new HashSet<>();
    items.forEach(each -> hashes.add(each.path("hash").asText()));
    List<LocalImage> images;
    uploadsInUse.readLock().lock();
    try {
      Map<String, LocalImage> byHash = projects.imagesByKnownHash(hashes);
      List<NewImage> added = new ArrayList<>();
      for (JsonNode item : items) {
        added.add(newImage(item, byHash));
      }
      images = dataset.addImages(added);
    } finally {
      uploadsInUse.readLock().unlock();
    }
    forgetUploads(hashes);
    ArrayNode answer = JsonNodeFactory.instance.arrayNode();
    for (LocalImage image : images) {
      answer.add(columns.entity(new ImageView(image, projects.annotations())));
    }
    return Answer.json(answer);
  }

  /** Frees the space of what images hold now; what somebody else is adding is left for later. */
  private void forgetUploads(Set<String> hashes) throws IOException {
    if (uploadsInUse.writeLock().tryLock()) {
      try {
        for (String hash : hashes) {
          projects.blobs().remove(hash);
        }
      } finally {
        uploadsInUse.writeLock().unlock();
      }
    }
  }

  private NewImage newImage(JsonNode item, Map<String, LocalImage> byHash) throws IOException {
    Optional<ObjectNode> meta =
        item.path("meta") instanceof ObjectNode given && !given.isEmpty()
            ? Optional.of(given)
            : Optional.empty();
    String title = item.path("title").asText();
    if (item.hasNonNull("imageId")) {
      LocalImage source = lookup.image(ApiCall.asId("imageId", item.get("imageId")));
      return new NewImage(
          title.isEmpty() ? source.name() : title,
          source.file(),
          source.contentHash(),
          meta.isPresent() ? meta : source.customMeta());
    }
    String hash = item.path("hash").asText();
    if (hash.isEmpty()) {
      throw ApiException.badRequest(
          "The embedded platform adds images by \"hash\" or \"imageId\" only; \"%s\" has neither"
              .formatted(title));
    }
    Path content =
        projects
            .blobs()
            .find(hash)
            .or(() -> Optional.ofNullable(byHash.get(hash)).map(LocalImage::file))
            .orElseThrow(
                () ->
                    ApiException.badRequest(
                        "The content of \"%s\" (%s) was not uploaded".formatted(title, hash)));
    return new NewImage(title, content, hash, meta);
  }
}
