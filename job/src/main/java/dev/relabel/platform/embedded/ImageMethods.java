package dev.relabel.platform.embedded;

import dev.relabel.platform.local.LocalDataset;
import dev.relabel.platform.local.LocalImage;
import dev.relabel.platform.local.LocalProjects;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code images.*} that read or remove. */
final class ImageMethods {
  private final LocalProjects projects;
  private final Lookup lookup;
  private final Columns<ImageView> columns = ImageView.columns();

  ImageMethods(LocalProjects projects, Lookup lookup) {
    this.projects = projects;
    this.lookup = lookup;
  }

  void addTo(ApiMethods methods) {
    methods.read("images.list", this::list);
    methods.read("images.info", call -> Answer.json(columns.entity(view(image(call)))));
    methods.read(
        "images.download", call -> new Answer.Content(image(call).file(), image(call).mediaType()));
    methods.read("images.bulk.download", this::download);
    methods.read("images.bulk.download-by-hash", this::downloadByHash);
    methods.change("images.bulk.remove", this::remove);
  }

  private LocalImage image(ApiCall call) {
    return lookup.image(call.id("id"));
  }

  private ImageView view(LocalImage image) {
    return new ImageView(image, projects.annotations());
  }

  private Answer list(ApiCall call) throws IOException {
    List<LocalImage> images = lookup.within(call, LocalDataset::images);
    List<ImageView> views = new ArrayList<>(images.size());
    images.forEach(image -> views.add(view(image)));
    return new EntityList<>(columns).answer(call, views);
  }

  private Answer download(ApiCall call) {
    LocalDataset dataset = lookup.dataset(call.id("datasetId"));
    Map<String, Answer.Part> files = new LinkedHashMap<>();
    for (LocalImage image : lookup.images(dataset, call.ids("imageIds"))) {
      files.put(Long.toString(image.id()), Answer.Part.of(image.file()));
    }
    return Answer.Multipart.of(files);
  }

  private Answer downloadByHash(ApiCall call) {
    Map<String, Answer.Part> files = new LinkedHashMap<>();
    List<String> hashes = new ArrayList<>();
    call.array("hashes").forEach(each -> hashes.add(each.asText()));
    Map<String, LocalImage> known = projects.imagesByKnownHash(Set.copyOf(hashes));
    for (String hash : hashes) {
      LocalImage image = known.get(hash);
      if (image != null) {
        files.put(hash, Answer.Part.of(image.file()));
      }
    }
    return Answer.Multipart.of(files);
  }

  private Answer remove(ApiCall call) throws IOException {
    for (LocalImage image : call.ids("imageIds").stream().map(lookup::image).toList()) {
      image.dataset().removeImages(List.of(image));
    }
    return Answer.success();
  }
}
