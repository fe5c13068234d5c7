package dev.relabel.platform.geti;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelClass;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.DatasetInfo;
import dev.relabel.platform.Deadline;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.ProjectInfo;
import dev.relabel.platform.RefusedContentException;
import dev.relabel.platform.Schema;
import dev.relabel.platform.Time;
import dev.relabel.platform.Training;
import dev.relabel.platform.VideoId;
import dev.relabel.platform.VideoInfo;
import dev.relabel.platform.WholeImagePlatform;
import dev.relabel.platform.geti.ProjectLabels.ProjectLabel;
import dev.relabel.platform.http.Caller;
import dev.relabel.platform.http.RefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Geti server of the 2.x line. One per process is enough: it holds the process's connections and
 * its share of the job's rate. Safe for use by several threads.
 *
 * <p>Datasets lie flat in a project. The server takes and gives one image at a time, so that a call
 * for several is as many calls, some of them at once.
 */
public final class GetiPlatform implements WholeImagePlatform {
  private static final Logger LOG = LoggerFactory.getLogger(GetiPlatform.class);
  private static final int PAGE = 500;

  private final GetiConnection connection;
  private final Caller caller;
  private final GetiProjects projects;
  private final SceneCalls scenes;
  private final ImageSizes sizes;

  private GetiPlatform(GetiConnection connection, Caller caller) {
    this.connection = connection;
    this.caller = caller;
    this.projects = new GetiProjects(caller, connection);
    this.scenes = new SceneCalls(caller, Time.SYSTEM);
    this.sizes = new ImageSizes();
  }

  /**
   * A client of that server. Nothing is sent yet.
   *
   * @param processes how many processes of the job share the connection's rate
   */
  static GetiPlatform open(GetiConnection connection, int processes) {
    return new GetiPlatform(
        connection,
        GetiCallers.open(
            connection, connection, connection.requestsPerSecond(), processes, Time.SYSTEM));
  }

  @Override
  public String address() {
    return connection.server().toString();
  }

  @Override
  public ProjectInfo project(ProjectId id) {
    GetiProject project = projects.fresh(id);
    return new ProjectInfo(id, project.tasks().name(), 0, "images", 0);
  }

  @Override
  public DatasetInfo dataset(DatasetId id) {
    return projects.of(id).dataset(id).orElseThrow();
  }

  @Override
  public List<DatasetInfo> datasets(ProjectId id) {
    return projects.fresh(id).datasets();
  }

  @Override
  public Iterator<ImageInfo> images(DatasetId dataset) {
    String place = projects.of(dataset).placeOf(dataset);
    return new MediaPages<>(caller, place, "image", PAGE, json -> GetiMedia.image(dataset, json));
  }

  @Override
  public List<ImageInfo> images(List<ImageId> ids) {
    Map<ImageId, ImageInfo> found = new HashMap<>();
    Optional<DatasetId> last = Optional.empty();
    for (ImageId id : ids) {
      if (!found.containsKey(id)) {
        Optional<ImageInfo> there = last.flatMap(dataset -> imageIn(dataset, id));
        ImageInfo image =
            there.orElseGet(
                () ->
                    projects.anywhere(
                        "image " + id, (project, dataset, place) -> image(dataset, place, id)));
        last = Optional.of(image.dataset());
        found.put(id, image);
      }
    }
    return ids.stream().map(found::get).toList();
  }

  private Optional<ImageInfo> imageIn(DatasetId dataset, ImageId id) {
    try {
      return Optional.of(image(dataset, projects.of(dataset).placeOf(dataset), id));
    } catch (NotOnPlatformException | RefusedException e) {
      return Optional.empty();
    }
  }

  private ImageInfo image(DatasetId dataset, String place, ImageId id) {
    return caller.call(
        new GetiQuery<>(
            "images.get",
            "%s/media/images/%s".formatted(place, GetiIds.checked(id.value())),
            "image " + id,
            json -> GetiMedia.image(dataset, json)));
  }

  /** An image of a dataset, with its size. */
  private Medium medium(DatasetId dataset, ImageId id) {
    String place = projects.of(dataset).placeOf(dataset);
    ImageSizes.Size size =
        sizes.of(
            id,
            () -> {
              ImageInfo image = image(dataset, place, id);
              if (image.width() < 1 || image.height() < 1) {
                throw new RefusedContentException(
                    "The server has not prepared image %s yet".formatted(id), null);
              }
              return new ImageSizes.Size(image.width(), image.height());
            });
    return medium(place, id, size);
  }

  private static Medium medium(String place, ImageId id, ImageSizes.Size size) {
    return new Medium(
        "image " + id,
        "%s/media/images/%s".formatted(place, GetiIds.checked(id.value())),
        size.width(),
        size.height());
  }

  @Override
  public Map<ImageId, byte[]> download(DatasetId dataset, List<ImageId> ids) {
    String place = projects.of(dataset).placeOf(dataset);
    return download(ids, id -> medium(place, id, new ImageSizes.Size(0, 0)));
  }

  Map<ImageId, byte[]> download(List<ImageId> ids, Function<ImageId, Medium> media) {
    Map<ImageId, byte[]> images = new LinkedHashMap<>();
    for (ImageId id : ids) {
      try {
        images.put(id, caller.call(new FetchBytes(media.apply(id))));
      } catch (NotOnPlatformException e) {
        LOG.debug("{}", e.getMessage());
      }
    }
    return images;
  }

  @Override
  public Map<ImageId, PlatformAnnotation> annotations(DatasetId dataset, List<ImageId> ids) {
    return scenes.annotations(projects.of(dataset).tasks(), ids, id -> medium(dataset, id));
  }

  @Override
  public VideoInfo video(VideoId id) {
    GetiIds.checked(id.value());
    return projects.anywhere(
        "video " + id,
        (project, dataset, place) ->
            caller.call(
                new GetiQuery<>(
                    "videos.get",
                    "%s/media/videos/%s".formatted(place, id),
                    "video " + id,
                    json -> GetiMedia.video(project.id(), dataset, json))));
  }

  @Override
  public Iterator<VideoInfo> videos(DatasetId dataset) {
    GetiProject project = projects.of(dataset);
    return new MediaPages<>(
        caller,
        project.placeOf(dataset),
        "video",
        PAGE,
        json -> GetiMedia.video(project.id(), dataset, json));
  }

  @Override
  public Platform frames() {
    return new GetiFrames(this, scenes);
  }

  ProjectLabels tasks(ProjectId project) {
    return projects.project(project).tasks();
  }

  String placeOf(VideoInfo video) {
    return "%s/media/videos/%s"
        .formatted(projects.project(video.project()).placeOf(video.dataset()), video.id());
  }

  @Override
  public Schema schema(ProjectId project) {
    return new Schema(projects.fresh(project).tasks().classes());
  }

  @Override
  public List<LabelClass> mergeSchema(ProjectId project, List<LabelClass> wanted, String suffix) {
    return planSchema(Optional.of(project), wanted, suffix);
  }

  /** Labels are made by people who know what the project is to learn: none is added here. */
  @Override
  public List<LabelClass> planSchema(
      Optional<ProjectId> project, List<LabelClass> wanted, String suffix) {
    return project.isEmpty()
        ? wanted
        : new ProjectClasses(projects.fresh(project.get()).tasks()).of(wanted);
  }

  @Override
  public List<Label> held(DatasetId dataset, List<Label> labels, int width, int height) {
    return new HeldShapes(projects.of(dataset).tasks(), width, height).of(labels);
  }

  @Override
  public Optional<Training> training() {
    return Optional.of(new AutoTraining(caller, projects, connection.pausesTraining()));
  }

  @Override
  public Set<String> classesOfNothing(DatasetId dataset) {
    return namesOfNothing(projects.of(dataset).tasks());
  }

  static Set<String> namesOfNothing(ProjectLabels tasks) {
    return tasks.labels().values().stream()
        .filter(each -> each.isEmpty() && !each.isDeleted() && each.isOfFirst())
        .map(ProjectLabel::name)
        .collect(Collectors.toSet());
  }

  @Override
  public List<FigureId> changeLabels(
      DatasetId dataset,
      ImageId image,
      List<Label> additions,
      List<PlatformLabel> removals,
      Deadline deadline) {
    return scenes.change(
        projects.of(dataset).tasks(), medium(dataset, image), additions, removals, deadline);
  }

  @Override
  public ProjectInfo ensureProject(long workspaceId, String name, String description) {
    throw new PlatformRejectedException(
        "A project of Geti is made for certain tasks and labels, which files do not have. Name images of a Geti project as input, or a project to write to.",
        null);
  }

  @Override
  public void requireWorkspace(long workspaceId) {
    ensureProject(workspaceId, "", "");
  }

  @Override
  public ProjectInfo ensureCopyOf(ProjectInfo from, String name, String description) {
    return copies().project(projects.fresh(from.id()), name);
  }

  @Override
  public DatasetInfo ensureDataset(ProjectId project, Optional<DatasetId> parent, String name) {
    return copies().dataset(projects.fresh(project), name);
  }

  @Override
  public List<ImageInfo> copyImages(List<ImageInfo> images, DatasetId into) {
    String target = projects.of(into).placeOf(into);
    List<ImageInfo> copies = new ArrayList<>();
    for (ImageInfo image : images) {
      String place = projects.of(image.dataset()).placeOf(image.dataset());
      Medium source = medium(place, image.id(), new ImageSizes.Size(0, 0));
      copies.add(copies().image(image, source, into, target));
    }
    return copies;
  }

  private GetiCopies copies() {
    return new GetiCopies(caller, projects, Time.SYSTEM);
  }

  @Override
  public void close() {
    caller.close();
  }
}
