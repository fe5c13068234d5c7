package dev.relabel.platform.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.local.IdLog.Kind;
import dev.relabel.platform.local.NameTakenException.Taken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * A project on disk in Supervisely's format: {@code meta.json} and a directory for each dataset,
 * nested to any depth below {@code datasets}. Thread-safe.
 */
public final class LocalProject {
  static final String META = "meta.json";

  private final long id;
  private final Path directory;
  private final Path temporary;
  private final Index index;
  private final List<LocalDataset> datasets = new CopyOnWriteArrayList<>();
  private final Notes notes;
  private volatile ProjectMeta meta;

  private LocalProject(long id, Path directory, Path temporary, Index index, ProjectMeta meta) {
    this.id = id;
    this.directory = directory;
    this.temporary = temporary;
    this.index = index;
    this.meta = meta;
    this.notes = new Notes(directory, temporary);
  }

  /** Whether a directory holds a project. */
  static boolean isOne(Path directory) {
    return Files.isRegularFile(directory.resolve(META));
  }

  static LocalProject open(long id, Path directory, Path temporary, Index index)
      throws IOException {
    ObjectNode json = JsonFile.readObject(directory.resolve(META));
    ProjectMeta meta;
    try {
      meta = new ProjectMeta(json, id, index.ids());
    } catch (IllegalArgumentException e) {
      throw new LocalProjectException(
          "%s is no project meta: %s. Repair it."
              .formatted(directory.resolve(META), e.getMessage()),
          e);
    }
    LocalProject project = new LocalProject(id, directory, temporary, index, meta);
    project.openDatasets(Optional.empty(), directory);
    return project;
  }

  private void openDatasets(Optional<LocalDataset> parent, Path in) throws IOException {
    List<Path> directories;
    try (Stream<Path> entries = Files.list(in)) {
      directories =
          entries
              .filter(each -> !nameOf(each).startsWith(".") && Files.isDirectory(each))
              .filter(LocalDataset::isOne)
              .sorted()
              .toList();
    }
    for (Path each : directories) {
      LocalDataset dataset = dataset(parent, each);
      dataset.scan();
      Path children = each.resolve("datasets");
      if (Files.isDirectory(children)) {
        openDatasets(Optional.of(dataset), children);
      }
    }
  }

  private LocalDataset dataset(Optional<LocalDataset> parent, Path at) {
    long owner = parent.map(LocalDataset::id).orElse(id);
    long datasetId = index.ids().idOf(Kind.DATASET, owner, nameOf(at));
    LocalDataset dataset = new LocalDataset(datasetId, this, parent, at, index);
    datasets.add(dataset);
    index.datasets().put(datasetId, dataset);
    return dataset;
  }

  private static String nameOf(Path path) {
    return String.valueOf(path.getFileName());
  }

  /** Its ID, the same after every restart. */
  public long id() {
    return id;
  }

  /** Its name: that of its directory. */
  public String name() {
    return nameOf(directory);
  }

  /** Where it lies. */
  public Path directory() {
    return directory;
  }

  Path temporaryDirectory() {
    return temporary;
  }

  /** All datasets, each after its parent. */
  public List<LocalDataset> datasets() {
    return List.copyOf(datasets);
  }

  /** Whether it holds videos, not images. */
  public boolean holdsVideos() {
    return meta.projectType().equals("videos");
  }

  /** How many images or videos it has in all datasets. */
  public long itemCount() {
    return datasets.stream().mapToLong(LocalDataset::itemCount).sum();
  }

  /** How many images it has in all datasets. */
  public long imageCount() {
    return datasets.stream().mapToLong(LocalDataset::imageCount).sum();
  }

  /** Its classes and tags. */
  public ProjectMeta meta() {
    return meta;
  }

  /**
   * Adds classes and tags, or changes those of the same name; durable when this returns. Nothing is
   * ever removed.
   *
   * @throws IllegalArgumentException if a class or tag is incomplete or would change its type
   */
  public synchronized ProjectMeta mergeMeta(ObjectNode update) throws IOException {
    ProjectMeta merged = new ProjectMeta(meta.mergedWith(update), id, index.ids());
    index.ids().flush();
    if (!merged.json().equals(meta.json())) {
      DurableFiles.replace(
          temporaryDirectory(), directory.resolve(META), JsonFile.bytes(merged.json()));
    }
    meta = merged;
    return merged;
  }

  /** Description, custom data, settings and the like. */
  public ObjectNode notes() throws IOException {
    return notes.read();
  }

  /** Sets keys of {@link #notes}. */
  public void putNotes(ObjectNode changes) throws IOException {
    notes.put(changes);
  }

  /** Whether a crash came between the directories of a new dataset. */
  private static boolean isHalfMade(Path at) throws IOException {
    Path annotations = at.resolve("ann");
    return Files.isDirectory(at)
        && entries(at).stream().allMatch(annotations::equals)
        && (!Files.exists(annotations)
            || (Files.isDirectory(annotations) && entries(annotations).isEmpty()));
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }

  /**
   * Adds an empty dataset; durable when this returns.
   *
   * @throws NameTakenException if the parent has one of that name
   * @throws NameRefusedException if the name is not possible
   */
  public synchronized LocalDataset addDataset(Optional<LocalDataset> parent, String name)
      throws IOException {
    Path in = parent.map(each -> each.directory().resolve("datasets")).orElse(directory);
    Path at = SafeName.resolve(in, "dataset", name);
    for (LocalDataset each : datasets) {
      if (each.directory().equals(at)) {
        throw new NameTakenException(
            "Dataset with the same name already exists", List.of(new Taken(name, each.id())));
      }
    }
    if (Files.exists(at) && !isHalfMade(at)) {
      throw new NameRefusedException("There already is \"%s\" in %s".formatted(name, name()));
    }
    DurableFiles.makeDirectories(at.resolve("ann"));
    DurableFiles.makeDirectories(at.resolve(holdsVideos() ? "video" : "img"));
    LocalDataset dataset = dataset(parent, at);
    index.ids().flush();
    return dataset;
  }
}
