package dev.relabel.platform.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.local.IdLog.Kind;
import dev.relabel.platform.local.NameTakenException.Taken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The projects of a directory: the one that it is, or those that lie in it side by side. Their
 * content is found once, at opening; annotations are read from the disk whenever they are asked
 * for. Thread-safe.
 */
public final class LocalProjects implements AutoCloseable {
  /** Name of the directories with what the format has no place for. */
  static final String HIDDEN = ".relabel";

  private final Path directory;
  private final Path home;
  private final Index index;
  private final BlobStore blobs;
  private final Annotations annotations = new Annotations();
  private final List<LocalProject> projects = new CopyOnWriteArrayList<>();
  private final Access access;
  private final List<ProjectLock> locks = new CopyOnWriteArrayList<>();

  private LocalProjects(Path directory, IdLog ids, Access access) {
    this.access = access;
    this.directory = directory;
    // New projects come beside the ones there are: a project's directory holds datasets only.
    Path parent = directory.getParent();
    this.home = LocalProject.isOne(directory) && parent != null ? parent : directory;
    this.index = new Index(ids);
    this.blobs = new BlobStore(directory.resolve(HIDDEN));
  }

  /**
   * Opens a directory for reading and writing, for this process alone.
   *
   * @throws LocalProjectException if there is no project, one is damaged, or the directory is in
   *     use
   */
  public static LocalProjects open(Path directory) {
    return open(directory, Access.WRITE);
  }

  /**
   * Opens a directory for reading only, whoever else uses it. IDs that were not given before last
   * only as long as the returned object.
   *
   * @throws LocalProjectException if there is no project or one is damaged
   */
  public static LocalProjects openReadOnly(Path directory) {
    return open(directory, Access.READ);
  }

  private enum Access {
    READ,
    WRITE
  }

  private static LocalProjects open(Path given, Access access) {
    try {
      if (!Files.isDirectory(given)) {
        throw new LocalProjectException(
            "%s is not a directory. Give the directory of a project, or one that holds projects."
                .formatted(given),
            null);
      }
      Path directory = given.toRealPath();
      Path log = directory.resolve(HIDDEN).resolve("ids");
      if (access == Access.WRITE) {
        DurableFiles.makeDirectories(log.resolveSibling("tmp"));
      }
      IdLog ids = access == Access.WRITE ? IdLog.open(log) : IdLog.readOnly(log);
      LocalProjects opened = new LocalProjects(directory, ids, access);
      try {
        opened.load();
        if (access == Access.WRITE) {
          opened.tidy();
        }
        return opened;
      } catch (IOException | RuntimeException e) {
        opened.close();
        throw e;
      }
    } catch (IOException e) {
      throw new LocalProjectException("Cannot open %s: %s".formatted(given, e), e);
    }
  }

  private void load() throws IOException {
    List<Path> found = LocalProject.isOne(directory) ? withSiblings() : children();
    if (found.isEmpty() && !isEmpty(directory)) {
      throw new LocalProjectException(
          ("%s holds no project: neither it nor a directory in it has a meta.json."
                  + " Give the directory of a project in Supervisely's format.")
              .formatted(directory),
          null);
    }
    for (Path each : found) {
      projects.add(openProject(index.ids().idOf(Kind.PROJECT, 0, nameOf(each)), each));
    }
    index.ids().flush();
    index.ids().forgetFiles();
  }

  private LocalProject openProject(long id, Path at) throws IOException {
    if (access == Access.WRITE) {
      ProjectLock.take(at).ifPresent(locks::add);
    }
    return LocalProject.open(id, at, temporaryFor(at), index);
  }

  /** Files are renamed from here to their places, so it is where no other file system begins. */
  private Path temporaryFor(Path project) {
    return project.startsWith(directory)
        ? temporaryDirectory()
        : project.resolve(HIDDEN).resolve("tmp");
  }

  /** The project that the directory is, and those that were made beside it earlier. */
  private List<Path> withSiblings() {
    Stream<Path> made =
        index.ids().names(Kind.PROJECT, 0).stream()
            .sorted()
            .map(home::resolve)
            .filter(each -> !each.equals(directory) && LocalProject.isOne(each));
    return Stream.concat(Stream.of(directory), made).toList();
  }

  private List<Path> children() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(each -> !nameOf(each).startsWith(".") && LocalProject.isOne(each))
          .sorted()
          .toList();
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.allMatch(each -> nameOf(each).startsWith("."));
    }
  }

  /** Removes what a killed process left behind. */
  private void tidy() throws IOException {
    blobs.sweep(Clock.systemUTC());
    clear(temporaryDirectory());
    for (LocalProject project : projects) {
      clear(project.temporaryDirectory());
    }
  }

  private static void clear(Path temporary) throws IOException {
    if (Files.isDirectory(temporary)) {
      try (Stream<Path> files = Files.list(temporary)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static String nameOf(Path path) {
    return String.valueOf(path.getFileName());
  }

  /** The directory that was opened. */
  public Path directory() {
    return directory;
  }

  /** Where files may lie for a moment; emptied whenever the directory is opened. */
  public Path temporaryDirectory() {
    return directory.resolve(HIDDEN).resolve("tmp");
  }

  /** All projects, in the order in which they were found or made. */
  public List<LocalProject> all() {
    return List.copyOf(projects);
  }

  /** The project of that ID. */
  public Optional<LocalProject> project(long id) {
    return projects.stream().filter(each -> each.id() == id).findFirst();
  }

  /** The dataset of that ID. */
  public Optional<LocalDataset> dataset(long id) {
    return Optional.ofNullable(index.datasets().get(id));
  }

  /** The image of that ID. */
  public Optional<LocalImage> image(long id) {
    return index.images().find(id);
  }

  /** The video of that ID. */
  public Optional<LocalVideo> video(long id) {
    return index.videos().find(id);
  }

  /** The image or video of that ID. */
  public Optional<? extends LocalEntity> entity(long id) {
    Optional<LocalImage> image = image(id);
    return image.isPresent() ? image : video(id);
  }

  /** Reads and writes the annotations of all images and videos. */
  public Annotations annotations() {
    return annotations;
  }

  /** Uploaded content that no image uses yet. */
  public BlobStore blobs() {
    return blobs;
  }

  /**
   * Images by the hashes of their content, as far as the hashes are known without reading them:
   * they were asked for before, or the image was added by us.
   */
  public Map<String, LocalImage> imagesByKnownHash(Set<String> hashes) {
    Map<String, LocalImage> found = new HashMap<>();
    for (LocalImage image : index.images().snapshot()) {
      image
          .knownHash()
          .map(ContentHash::base64)
          .filter(hashes::contains)
          .ifPresent(hash -> found.putIfAbsent(hash, image));
    }
    return found;
  }

  /**
   * Adds an empty project; durable when this returns.
   *
   * @param meta its classes, tags and type; may be empty
   * @throws NameTakenException if there is one of that name
   * @throws NameRefusedException if the name is not possible
   */
  public synchronized LocalProject create(String name, ObjectNode meta) throws IOException {
    Path at = SafeName.resolve(home, "project", name);
    for (LocalProject each : projects) {
      if (each.name().equals(name)) {
        throw new NameTakenException(
            "Project with the same name already exists", List.of(new Taken(name, each.id())));
      }
    }
    if (Files.exists(at) && !(Files.isDirectory(at) && isEmpty(at))) {
      throw new NameRefusedException(
          "There already is \"%s\" in %s, and it is not served here".formatted(name, home));
    }
    ObjectNode content = JsonFile.JSON.createObjectNode();
    content.putArray("classes");
    content.putArray("tags");
    content.setAll(meta);
    // The ID first: a project that was made beside the opened one is only found through the log.
    long id = index.ids().newId(Kind.PROJECT, 0, name);
    index.ids().flush();
    DurableFiles.makeDirectories(at);
    DurableFiles.replace(
        at.resolve(HIDDEN).resolve("tmp"), at.resolve(LocalProject.META), JsonFile.bytes(content));
    LocalProject project = openProject(id, at);
    index.ids().flush();
    projects.add(project);
    return project;
  }

  /** Takes a project out of use; its directory is moved aside, nothing is deleted. */
  public synchronized void archive(LocalProject project) throws IOException {
    Path archive = directory.resolve(HIDDEN).resolve("archive");
    if (project.directory().equals(directory)) {
      throw new NameRefusedException(
          "\"%s\" is what is being served; it cannot be archived".formatted(project.name()));
    }
    DurableFiles.makeDirectories(archive);
    // Moved first: what cannot be moved stays in use.
    Files.move(
        project.directory(),
        archive.resolve(project.id() + "-" + project.name()),
        StandardCopyOption.ATOMIC_MOVE);
    DurableFiles.forceDirectory(archive);
    DurableFiles.forceDirectory(home);
    projects.remove(project);
    for (LocalDataset dataset : project.datasets()) {
      index.datasets().remove(dataset.id());
      index.images().remove(ids(dataset.images()));
      index.videos().remove(ids(dataset.videos()));
    }
  }

  private static Set<Long> ids(List<? extends LocalEntity> entities) {
    return entities.stream().map(LocalEntity::id).collect(Collectors.toSet());
  }

  /** Lets others open the directory. */
  @Override
  public void close() {
    try {
      for (ProjectLock lock : locks) {
        lock.close();
      }
      index.ids().close();
    } catch (IOException e) {
      throw new LocalProjectException("Cannot close %s: %s".formatted(directory, e), e);
    }
  }
}
