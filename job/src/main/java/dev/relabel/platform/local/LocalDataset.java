package dev.relabel.platform.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.local.IdLog.Kind;
import dev.relabel.platform.local.NameTakenException.Taken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A dataset of a local project: a directory with {@code ann} and {@code img}, or {@code video} in a
 * project of videos. Thread-safe.
 */
public final class LocalDataset {
  private static final Set<String> IMAGE_EXTENSIONS =
      Set.of(
          "jpg", "jpeg", "mpo", "bmp", "png", "webp", "tiff", "tif", "nrrd", "jfif", "gif", "avif");

  private static final Set<String> VIDEO_EXTENSIONS =
      Set.of("avi", "mp4", "m4v", "3gp", "flv", "webm", "wmv", "mov", "mkv");

  private final long id;
  private final LocalProject project;
  private final Optional<LocalDataset> parent;
  private final Path directory;
  private final Index index;
  private final EntityTable<LocalImage> images = new EntityTable<>();
  private final EntityTable<LocalVideo> videos = new EntityTable<>();
  private final Map<String, LocalImage> byName = new ConcurrentHashMap<>();
  private final Notes notes;

  LocalDataset(
      long id, LocalProject project, Optional<LocalDataset> parent, Path directory, Index index) {
    this.id = id;
    this.project = project;
    this.parent = parent;
    this.directory = directory;
    this.index = index;
    this.notes = new Notes(directory, project.temporaryDirectory());
  }

  /** Whether a directory looks like a dataset. */
  static boolean isOne(Path directory) {
    return Stream.of("img", "video", "datasets")
        .anyMatch(each -> Files.isDirectory(directory.resolve(each)));
  }

  /** Finds the images or videos; called once, before the dataset is shared. */
  void scan() throws IOException {
    if (project.holdsVideos()) {
      for (String name : names(videoDirectory(), VIDEO_EXTENSIONS)) {
        LocalVideo video = new LocalVideo(index.ids().idOf(Kind.VIDEO, id, name), name, this);
        videos.add(video);
        index.videos().add(video);
      }
    } else {
      for (String name : names(imageDirectory(), IMAGE_EXTENSIONS)) {
        add(index.ids().idOf(Kind.IMAGE, id, name), name);
      }
    }
  }

  private List<String> names(Path folder, Set<String> extensions) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> isKnown(nameOf(file), extensions) && Files.isRegularFile(file))
          .map(file -> nameOf(file))
          .sorted()
          .toList();
    }
  }

  private boolean isKnown(String name, Set<String> extensions) {
    int dot = name.lastIndexOf('.');
    return !name.startsWith(".")
        && (extensions.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT))
            || Files.exists(annotationDirectory().resolve(name + ".json")));
  }

  private static String nameOf(Path file) {
    return String.valueOf(file.getFileName());
  }

  private LocalImage add(long imageId, String name) {
    LocalImage image = new LocalImage(imageId, name, this);
    images.add(image);
    byName.put(name, image);
    index.images().add(image);
    return image;
  }

  /** Its ID, the same after every restart. */
  public long id() {
    return id;
  }

  /** The project it belongs to. */
  public LocalProject project() {
    return project;
  }

  /** The dataset it lies in; empty at the top level. */
  public Optional<LocalDataset> parent() {
    return parent;
  }

  /** Its name, unique among its siblings. */
  public String name() {
    return nameOf(directory);
  }

  /** Where it lies. */
  public Path directory() {
    return directory;
  }

  Path imageDirectory() {
    return directory.resolve("img");
  }

  Path videoDirectory() {
    return directory.resolve("video");
  }

  Path annotationDirectory() {
    return directory.resolve("ann");
  }

  /** Its images, without its children's, in the order of their IDs, as they are now. */
  public List<LocalImage> images() {
    return images.snapshot();
  }

  /** How many images it has, without its children's. */
  public int imageCount() {
    return images.size();
  }

  /** How many images or videos it has, without its children's. */
  public int itemCount() {
    return images.size() + videos.size();
  }

  /** Its videos, without its children's, in the order of their IDs. */
  public List<LocalVideo> videos() {
    return videos.snapshot();
  }

  /** The video of that ID, if it is in this dataset. */
  public Optional<LocalVideo> video(long videoId) {
    return videos.find(videoId);
  }

  /** The image of that ID, if it is in this dataset. */
  public Optional<LocalImage> image(long imageId) {
    return images.find(imageId);
  }

  /** The image of that name. */
  public Optional<LocalImage> image(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Description, custom data and the like. */
  public ObjectNode notes() throws IOException {
    return notes.read();
  }

  /** Sets keys of {@link #notes}. */
  public void putNotes(ObjectNode changes) throws IOException {
    notes.put(changes);
  }

  /**
   * Adds images without labels; durable when this returns.
   *
   * @return the new images, in the order given
   * @throws NameTakenException if the dataset has some of the names; nothing is added then
   * @throws NameRefusedException if a name is not possible; nothing is added then
   * @throws LocalProjectException if the project holds videos
   */
  public synchronized List<LocalImage> addImages(List<NewImage> added) throws IOException {
    if (project.holdsVideos()) {
      throw new LocalProjectException(
          "\"%s\" is a project of videos and takes no images".formatted(project.name()), null);
    }
    check(added);
    // The IDs first: a crash leaves numbers without images then, never images without numbers.
    List<Long> newIds = new ArrayList<>();
    added.forEach(each -> newIds.add(index.ids().newId(Kind.IMAGE, id, each.name())));
    index.ids().flush();
    try (DurableFiles files = new DurableFiles(project.temporaryDirectory())) {
      for (NewImage each : added) {
        ImageSize size = ImageSize.inHeaderOf(each.content());
        // Annotation first: an image never lies there without one, wherever a crash comes between.
        files.stage(
            annotationDirectory().resolve(each.name() + ".json"),
            JsonFile.bytes(Annotations.empty(size)));
        if (each.meta().isPresent()) {
          new LocalImage(0, each.name(), this).stageCustomMeta(files, each.meta().get());
        }
        files.stageCopy(imageDirectory().resolve(each.name()), each.content());
      }
      files.commit();
    } catch (IOException | RuntimeException e) {
      remove(added, e);
      throw e;
    }
    List<LocalImage> result = new ArrayList<>();
    for (int i = 0; i < added.size(); i++) {
      LocalImage image = add(newIds.get(i), added.get(i).name());
      image.rememberHash(added.get(i).hash());
      result.add(image);
    }
    return result;
  }

  /** Removes what a failure has left of images that were not there before. */
  private void remove(List<NewImage> added, Exception cause) {
    for (NewImage each : added) {
      try {
        new LocalImage(0, each.name(), this).delete();
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }
  }

  private void check(List<NewImage> added) {
    List<Taken> taken = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (NewImage each : added) {
      Path file = SafeName.resolve(imageDirectory(), "image", each.name());
      LocalImage existing = byName.get(each.name());
      if (existing != null) {
        taken.add(new Taken(each.name(), existing.id()));
      } else if (Files.exists(file) || !names.add(each.name())) {
        throw new NameRefusedException(
            "The name \"%s\" of an image is given twice or already on disk".formatted(each.name()));
      }
    }
    if (!taken.isEmpty()) {
      throw new NameTakenException("Images with the same name already exist", taken);
    }
  }

  /** Removes images with their annotations. Those that it does not have are passed over. */
  public synchronized void removeImages(Collection<LocalImage> removed) throws IOException {
    Set<Long> gone = removed.stream().map(LocalImage::id).collect(Collectors.toSet());
    images.remove(gone);
    index.images().remove(gone);
    for (LocalImage image : removed) {
      byName.remove(image.name(), image);
      image.delete();
    }
    if (!removed.isEmpty()) {
      DurableFiles.forceDirectory(imageDirectory());
    }
  }
}
