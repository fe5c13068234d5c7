package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.image.Sha256;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.MarkedImage;
import dev.relabel.platform.NameTakenException;
import dev.relabel.platform.NewImage;
import dev.relabel.platform.RefusedContentException;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import dev.relabel.platform.http.Caller;
import dev.relabel.platform.http.Endpoint;
import dev.relabel.platform.http.Multipart;
import dev.relabel.platform.http.Payload;
import dev.relabel.platform.supervisely.ImageAdditions.Wanted;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Uploads image files: what the server has already is not sent again, and doing it again changes
 * nothing.
 */
record ImageUploads(Caller caller) {
  /** Proxies commonly refuse larger bodies; a larger file goes alone. */
  private static final long MOST_BYTES = 8 << 20;

  /** Where an image's own data has its mark. */
  private static final String MARK = "relabel";

  /** As {@link dev.relabel.platform.Platform#uploadImages}. */
  List<ImageInfo> upload(List<NewImage> images, DatasetId into) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    Map<String, NewImage> byName = new LinkedHashMap<>();
    for (NewImage image : images) {
      files.put(hash(image.file()), image.file());
      NewImage other = byName.putIfAbsent(image.name(), image);
      if (other != null) {
        throw new NameTakenException("Two images are to be named " + image.name());
      }
    }
    send(files, caller.call(new KnownHashes(List.copyOf(files.keySet()))));
    Map<String, ImageInfo> there =
        new ImageAdditions(caller).add(into, images.stream().map(ImageUploads::wanted).toList());
    return images.stream().map(each -> there.get(each.name())).toList();
  }

  /** As {@link dev.relabel.platform.Platform#imagesNamed}. */
  List<MarkedImage> named(DatasetId dataset, List<String> names) {
    List<MarkedImage> found = new ArrayList<>();
    for (int from = 0; from < names.size(); from += FindImages.MOST) {
      List<String> some = names.subList(from, Math.min(names.size(), from + FindImages.MOST));
      found.addAll(caller.call(FindImages.named(dataset, some, ImageUploads::marked)));
    }
    return found;
  }

  static MarkedImage marked(JsonNode entity) {
    return new MarkedImage(ImageInfoJson.read(entity), entity.path("meta").path(MARK).asText(""));
  }

  private static String hash(byte[] file) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(Sha256.hex(file)));
  }

  private static Wanted wanted(NewImage image) {
    String hash = hash(image.file());
    ObjectNode json = Json.object().put("title", image.name()).put("hash", hash);
    json.putObject("meta").put(MARK, image.mark());
    return new Wanted(
        image.name(),
        json,
        there -> there.image().hash().equals(hash) && there.mark().equals(image.mark()),
        other ->
            new NameTakenException(
                "Dataset %s holds another image named %s (ID %s)"
                    .formatted(other.dataset(), other.name(), other.id())));
  }

  private void send(Map<String, byte[]> files, Set<String> known) {
    Map<String, byte[]> part = new LinkedHashMap<>();
    long bytes = 0;
    for (Map.Entry<String, byte[]> each : files.entrySet()) {
      if (known.contains(each.getKey())) {
        continue;
      }
      if (!part.isEmpty() && bytes + each.getValue().length > MOST_BYTES) {
        caller.call(new SendFiles(part));
        part = new LinkedHashMap<>();
        bytes = 0;
      }
      part.put(each.getKey(), each.getValue());
      bytes += each.getValue().length;
    }
    if (!part.isEmpty()) {
      caller.call(new SendFiles(part));
    }
  }

  /** Which of these contents the server has. */
  private record KnownHashes(List<String> hashes) implements Endpoint<Set<String>> {
    @Override
    public String method() {
      return "images.internal.hashes.list";
    }

    @Override
    public JsonNode body() {
      ArrayNode body = Json.array();
      hashes.forEach(body::add);
      return body;
    }

    @Override
    public Set<String> read(JsonNode answer) {
      Set<String> known = new HashSet<>();
      Json.asArray(answer, "hashes").forEach(each -> known.add(each.asText()));
      return known;
    }

    @Override
    public Repeat repeat() {
      return Repeat.SAFE;
    }
  }

  /** The contents of files, by hash. */
  private record SendFiles(Map<String, byte[]> files) implements Endpoint<Boolean> {
    @Override
    public String method() {
      return "images.bulk.upload";
    }

    @Override
    public JsonNode body() {
      return Json.object();
    }

    @Override
    public Payload payload() {
      Multipart body = new Multipart();
      int number = 0;
      for (byte[] file : files.values()) {
        body.file(number + "-file", Integer.toString(number), "image/*", file);
        number++;
      }
      return body.payload();
    }

    /** Always true. */
    @Override
    public Boolean read(JsonNode answer) {
      JsonNode stored = Json.asArray(answer, "files");
      int number = 0;
      if (stored.size() != files.size()) {
        throw new UnreadableJsonException(
            "%s files were sent and %s came back".formatted(files.size(), stored.size()));
      }
      for (String hash : files.keySet()) {
        JsonNode each = stored.get(number);
        number++;
        if (!each.path("hash").asText().equals(hash)) {
          throw new RefusedContentException(
              "The platform did not take an image file: " + each.path("errors"), null);
        }
      }
      return true;
    }

    @Override
    public Repeat repeat() {
      return Repeat.SAFE; // contents are kept under their hashes
    }

    @Override
    public boolean isWrite() {
      return true;
    }
  }
}
