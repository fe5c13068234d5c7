package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.WholeImage;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.DatasetInfo;
import dev.relabel.platform.Deadline;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.MarkedImage;
import dev.relabel.platform.NewImage;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.OutcomeUnknownException;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.ProjectInfo;
import dev.relabel.platform.RateLimit;
import dev.relabel.platform.Schema;
import dev.relabel.platform.Time;
import dev.relabel.platform.TrackedObjects;
import dev.relabel.platform.VideoId;
import dev.relabel.platform.VideoInfo;
import dev.relabel.platform.format.TagMeta;
import dev.relabel.platform.http.Caller;
import dev.relabel.platform.http.Endpoint;
import dev.relabel.platform.http.JettyTransport;
import dev.relabel.platform.http.RefusedException;
import dev.relabel.platform.supervisely.AddTags.NewTag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A Supervisely server, or one that speaks its protocol. One per process is enough: it holds the
 * process's connections and its share of the job's rate. Safe for use by several threads.
 */
public final class SuperviselyPlatform implements Platform {
  private static final int BATCH = 50;
  private static final int MOST_ROUNDS = 3;

  private final SuperviselyConnection connection;
  private final Caller caller;
  private final ProjectClasses classes;
  private final ImageCopies copies;
  // One small entry per dataset or video that this process writes to.
  private final Map<DatasetId, ProjectId> projects = new ConcurrentHashMap<>();
  private final Map<VideoId, VideoPlace> videos = new ConcurrentHashMap<>();

  SuperviselyPlatform(SuperviselyConnection connection, Caller caller) {
    this.connection = connection;
    this.caller = caller;
    this.classes = new ProjectClasses(caller);
    this.copies = new ImageCopies(caller);
  }

  /**
   * A client of that server. Nothing is sent yet.
   *
   * @param processes how many processes of the job share the connection's rate
   */
  public static SuperviselyPlatform open(SuperviselyConnection connection, int processes) {
    RateLimit rate = new RateLimit(connection.requestsPerSecond(), processes, Time.SYSTEM);
    return new SuperviselyPlatform(
        connection,
        PlatformCaller.of(
            connection, JettyTransport.start(connection), rate, Time.SYSTEM, new Random()));
  }

  @Override
  public String address() {
    return connection.server().toString();
  }

  /** The login of the token's user: asks the server whether it is there and knows the token. */
  public String user() {
    return caller.call(new FetchUser());
  }

  @Override
  public ProjectInfo project(ProjectId id) {
    return caller.call(new FetchProject(id));
  }

  @Override
  public DatasetInfo dataset(DatasetId id) {
    return caller.call(new FetchDataset(id));
  }

  @Override
  public List<DatasetInfo> datasets(ProjectId id) {
    return DatasetTree.parentsFirst(id, DatasetTree.fetch(caller, ListDatasets.all(id, 1)));
  }

  @Override
  public Iterator<ImageInfo> images(DatasetId dataset) {
    return new ItemPages<>(caller, ListItems.first(ListItems.IMAGES, dataset));
  }

  @Override
  public VideoInfo video(VideoId id) {
    VideoInfo video = caller.call(new FetchVideo(id));
    // Not every answer names the project.
    return video.project().number() != 0
        ? video
        : VideoInfoJson.of(video, projectOf(video.dataset()));
  }

  @Override
  public Iterator<VideoInfo> videos(DatasetId dataset) {
    return new ItemPages<>(caller, ListItems.first(ListItems.VIDEOS, dataset));
  }

  @Override
  public boolean hasTrackedObjects() {
    return true;
  }

  @Override
  public TrackedObjects trackedObjects() {
    return new VideoObjects(this, caller);
  }

  @Override
  public Platform frames() {
    return new SuperviselyFrames(this, caller);
  }

  @Override
  public List<ImageInfo> images(List<ImageId> ids) {
    Map<ImageId, ImageInfo> found = new HashMap<>();
    List<ImageId> open = ids.stream().distinct().toList();
    while (!open.isEmpty()) {
      // Only the list takes many IDs, and only within a dataset, which the first one tells.
      ImageInfo first = caller.call(new FetchImage(open.get(0)));
      found.put(open.get(0), first);
      for (List<ImageId> some : chunks(open.subList(1, open.size()), FindImages.MOST)) {
        caller
            .call(FindImages.of(first.dataset(), some, ImageInfoJson::read))
            .forEach(image -> found.put(image.id(), image));
      }
      open = open.stream().filter(id -> !found.containsKey(id)).toList();
    }
    return ids.stream().map(found::get).toList();
  }

  @Override
  public Map<ImageId, byte[]> download(DatasetId dataset, List<ImageId> ids) {
    checkBatch(ids.size());
    return new Halves<>(
            some -> caller.call(new DownloadImages(dataset, some)), id -> isGone(id, dataset))
        .ask(ids);
  }

  @Override
  public Map<ImageId, PlatformAnnotation> annotations(DatasetId dataset, List<ImageId> ids) {
    checkBatch(ids.size());
    return new Halves<>(
            some -> caller.call(new FetchAnnotations(dataset, some)), id -> isGone(id, dataset))
        .ask(ids);
  }

  private boolean isGone(ImageId id, DatasetId from) {
    try {
      return !caller.call(new FetchImage(id)).dataset().equals(from);
    } catch (NotOnPlatformException e) {
      return true;
    }
  }

  @Override
  public int batchLimit() {
    return BATCH;
  }

  @Override
  public Schema schema(ProjectId project) {
    return classes.schema(project);
  }

  @Override
  public List<LabelClass> mergeSchema(ProjectId project, List<LabelClass> wanted, String suffix) {
    return classes.merge(project, wanted, suffix);
  }

  @Override
  public List<LabelClass> planSchema(
      Optional<ProjectId> project, List<LabelClass> wanted, String suffix) {
    return classes.plan(project, wanted, suffix);
  }

  @Override
  public Map<ImageId, List<FigureId>> addLabels(
      DatasetId dataset, Map<ImageId, List<Label>> labels, Deadline deadline) {
    checkBatch(labels.size());
    Map<ImageId, List<FigureId>> ids = new LinkedHashMap<>();
    if (labels.values().stream().allMatch(List::isEmpty)) {
      labels.keySet().forEach(image -> ids.put(image, List.of()));
      return ids;
    }
    ProjectId project = projectOf(dataset);
    Writes writes = new Writes(caller, deadline);
    try {
      List<ObjectNode> figures = FigureBatches.figures(labels, name -> classes.id(project, name));
      for (List<ObjectNode> batch : FigureBatches.of(figures)) {
        writes.add(batch, part -> AddFigures.toImages(dataset, part));
      }
      for (List<NewTag> some : chunks(newTags(project, labels), AddTags.MOST)) {
        writes.addTags(project, some);
      }
    } catch (RefusedException e) {
      classes.forget(project); // perhaps it is a class that the server does not know any more
      throw e;
    }
    Iterator<FigureId> added = writes.added().iterator();
    Iterator<FigureId> addedTags = writes.addedTags().iterator();
    labels.forEach(
        (image, some) ->
            ids.put(
                image,
                some.stream().map(label -> (isTag(label) ? addedTags : added).next()).toList()));
    return ids;
  }

  private static boolean isTag(Label label) {
    return label.geometry() instanceof WholeImage;
  }

  private List<NewTag> newTags(ProjectId project, Map<ImageId, List<Label>> labels) {
    List<NewTag> tags = new ArrayList<>();
    labels.forEach(
        (image, some) ->
            some.stream()
                .filter(SuperviselyPlatform::isTag)
                .forEach(
                    label -> {
                      TagMeta kind = classes.tag(project, label.className());
                      boolean isNumber = kind.valueType().equals(TagMeta.ANY_NUMBER);
                      tags.add(
                          new NewTag(
                              image,
                              kind.id().orElseThrow(),
                              isNumber
                                  ? OptionalDouble.of(label.score().orElse(1))
                                  : OptionalDouble.empty()));
                    }));
    return tags;
  }

  VideoPlace place(VideoId video) {
    return videos.computeIfAbsent(
        video,
        id -> {
          VideoInfo info = caller.call(new FetchVideo(id));
          return new VideoPlace(info.dataset(), info.width(), info.height());
        });
  }

  long classId(ProjectId project, String className) {
    return classes.id(project, className);
  }

  ProjectId projectOf(DatasetId dataset) {
    ProjectId project = projects.get(dataset);
    if (project == null) {
      project = dataset(dataset).project();
      projects.put(dataset, project);
    }
    return project;
  }

  @Override
  public void removeLabels(
      DatasetId dataset, Map<ImageId, List<PlatformLabel>> labels, Deadline deadline) {
    List<FigureId> figures = new ArrayList<>();
    List<RemoveTag> tags = new ArrayList<>();
    labels.forEach(
        (image, some) -> {
          for (PlatformLabel each : some) {
            if (each.id().isEmpty()) {
              continue;
            }
            if (isTag(each.label())) {
              TagMeta kind = classes.tag(projectOf(dataset), each.label().className());
              tags.add(new RemoveTag(image, kind.id().orElseThrow(), each.id().get()));
            } else {
              figures.add(each.id().get());
            }
          }
        });
    Writes writes = new Writes(caller, deadline);
    for (List<FigureId> some : chunks(figures, RemoveFigures.MOST)) {
      writes.remove(some);
    }
    writes.removeTags(tags);
  }

  @Override
  public ProjectInfo ensureProject(long workspaceId, String name, String description) {
    return ensure(
        () ->
            caller.call(new FindProjects(workspaceId, name)).entities().stream()
                .filter(each -> each.name().equals(name))
                .findFirst(),
        new AddProject(workspaceId, name, description));
  }

  @Override
  public DatasetInfo ensureDataset(ProjectId project, Optional<DatasetId> parent, String name) {
    return ensure(
        () ->
            DatasetTree.fetch(caller, ListDatasets.named(project, name, 1)).stream()
                .filter(each -> each.name().equals(name) && each.parent().equals(parent))
                .findFirst(),
        new AddDataset(project, parent, name));
  }

  /** Looks, makes what is missing, and looks again when it is not clear whether that worked. */
  private <T> T ensure(Supplier<Optional<T>> find, Endpoint<T> add) {
    for (int round = 1; ; round++) {
      Optional<T> found = find.get();
      if (found.isPresent()) {
        return found.get();
      }
      try {
        return caller.call(add);
      } catch (OutcomeUnknownException | RefusedException e) {
        // Refused: somebody else may have made it since we looked.
        if (round == MOST_ROUNDS || (e instanceof RefusedException && round > 1)) {
          throw e;
        }
      }
    }
  }

  @Override
  public List<ImageInfo> copyImages(List<ImageInfo> images, DatasetId into) {
    checkBatch(images.size());
    return images.isEmpty() ? List.of() : copies.copy(images, into);
  }

  @Override
  public List<ImageInfo> uploadImages(DatasetId into, List<NewImage> images) {
    checkBatch(images.size());
    return images.isEmpty() ? List.of() : new ImageUploads(caller).upload(images, into);
  }

  @Override
  public List<MarkedImage> imagesNamed(DatasetId dataset, List<String> names) {
    return new ImageUploads(caller).named(dataset, names);
  }

  @Override
  public void requireWorkspace(long workspaceId) {
    caller.call(new FetchWorkspace(workspaceId));
  }

  private static void checkBatch(int images) {
    if (images > BATCH) {
      throw new IllegalArgumentException(
          "At most %s images in one call, not %s".formatted(BATCH, images));
    }
  }

  private static <T> List<List<T>> chunks(List<T> all, int size) {
    List<List<T>> chunks = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      chunks.add(all.subList(from, Math.min(all.size(), from + size)));
    }
    return chunks;
  }

  @Override
  public void close() {
    caller.close();
  }
}
