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
import dev.relabel.platform.Schema;
import dev.relabel.platform.VideoId;
import dev.relabel.platform.VideoInfo;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frames of a server's videos as images; see {@link Platform#frames}. Each has a scene of its
 * own; there are no objects that go through a video. Safe for use by several threads.
 */
final class GetiFrames implements Platform {
  private static final Logger LOG = LoggerFactory.getLogger(GetiFrames.class);

  private final GetiPlatform server;
  private final SceneCalls scenes;
  // One entry per video that this process works on.
  private final Map<VideoId, VideoInfo> videos = new ConcurrentHashMap<>();

  GetiFrames(GetiPlatform server, SceneCalls scenes) {
    this.server = server;
    this.scenes = scenes;
  }

  private VideoInfo of(DatasetId video) {
    VideoId id = new VideoId(video.value());
    VideoInfo known = videos.get(id);
    if (known == null) {
      known = server.video(id);
      videos.put(id, known);
    }
    return known;
  }

  private Medium medium(DatasetId video, ImageId frame) {
    VideoInfo info = of(video);
    if (frame.number() >= info.frames().count()) {
      throw new NotOnPlatformException("Video %s has no frame %s".formatted(video, frame), null);
    }
    return new Medium(
        "frame %s of video %s".formatted(frame, video),
        "%s/frames/%s".formatted(server.placeOf(info), frame.number()),
        info.width(),
        info.height());
  }

  private ProjectLabels tasks(DatasetId video) {
    return server.tasks(of(video).project());
  }

  @Override
  public String address() {
    return server.address();
  }

  @Override
  public ProjectInfo project(ProjectId id) {
    return server.project(id);
  }

  @Override
  public DatasetInfo dataset(DatasetId id) {
    return server.dataset(id);
  }

  @Override
  public List<DatasetInfo> datasets(ProjectId id) {
    return server.datasets(id);
  }

  @Override
  public VideoInfo video(VideoId id) {
    return server.video(id);
  }

  @Override
  public Iterator<ImageInfo> images(DatasetId video) {
    throw unsupported("listed as images");
  }

  @Override
  public List<ImageInfo> images(List<ImageId> ids) {
    throw unsupported("found by their numbers alone");
  }

  private static UnsupportedOperationException unsupported(String what) {
    return new UnsupportedOperationException("Frames of videos cannot be " + what);
  }

  @Override
  public Map<ImageId, byte[]> download(DatasetId video, List<ImageId> frames) {
    return server.download(frames, frame -> medium(video, frame));
  }

  @Override
  public Map<ImageId, PlatformAnnotation> annotations(DatasetId video, List<ImageId> frames) {
    return scenes.annotations(tasks(video), frames, frame -> medium(video, frame));
  }

  @Override
  public int batchLimit() {
    return server.batchLimit();
  }

  @Override
  public Schema schema(ProjectId project) {
    return server.schema(project);
  }

  @Override
  public List<LabelClass> mergeSchema(ProjectId project, List<LabelClass> wanted, String suffix) {
    return server.mergeSchema(project, wanted, suffix);
  }

  @Override
  public List<LabelClass> planSchema(
      Optional<ProjectId> project, List<LabelClass> wanted, String suffix) {
    return server.planSchema(project, wanted, suffix);
  }

  @Override
  public List<Label> held(DatasetId video, List<Label> labels, int width, int height) {
    VideoInfo info = of(video);
    return new HeldShapes(tasks(video), info.width(), info.height()).of(labels);
  }

  @Override
  public Set<String> classesOfNothing(DatasetId video) {
    return GetiPlatform.namesOfNothing(tasks(video));
  }

  @Override
  public boolean isWrittenWhole() {
    return true;
  }

  @Override
  public List<FigureId> changeLabels(
      DatasetId video,
      ImageId image,
      List<Label> additions,
      List<PlatformLabel> removals,
      Deadline deadline) {
    return scenes.change(tasks(video), medium(video, image), additions, removals, deadline);
  }

  @Override
  public Map<ImageId, List<FigureId>> addLabels(
      DatasetId video, Map<ImageId, List<Label>> labels, Deadline deadline) {
    Map<ImageId, List<FigureId>> ids = new LinkedHashMap<>();
    labels.forEach(
        (image, some) -> ids.put(image, changeLabels(video, image, some, List.of(), deadline)));
    return ids;
  }

  @Override
  public void removeLabels(
      DatasetId video, Map<ImageId, List<PlatformLabel>> labels, Deadline deadline) {
    labels.forEach(
        (image, some) -> {
          try {
            changeLabels(video, image, List.of(), some, deadline);
          } catch (NotOnPlatformException e) {
            LOG.debug("Image {} is gone with its labels", image);
          }
        });
  }

  @Override
  public ProjectInfo ensureProject(long workspaceId, String name, String description) {
    throw notCopied();
  }

  @Override
  public DatasetInfo ensureDataset(ProjectId project, Optional<DatasetId> parent, String name) {
    throw notCopied();
  }

  @Override
  public List<ImageInfo> copyImages(List<ImageInfo> images, DatasetId into) {
    throw notCopied();
  }

  private static PlatformRejectedException notCopied() {
    return new PlatformRejectedException("Frames of videos are not copied", null);
  }

  @Override
  public void close() {
    // The platform that it belongs to is closed by whoever opened it.
  }
}
