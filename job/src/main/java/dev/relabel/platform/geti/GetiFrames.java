package dev.relabel.platform.geti;

import dev.relabel.annotation.Label;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.Deadline;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.FramesOfVideos;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.VideoId;
import dev.relabel.platform.VideoInfo;
import dev.relabel.platform.WholeImagePlatform;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The frames of a server's videos. Each has a scene of its own; there are no objects that go
 * through a video. Safe for use by several threads.
 */
final class GetiFrames extends FramesOfVideos implements WholeImagePlatform {
  private final GetiPlatform server;
  private final SceneCalls scenes;
  // One entry per video that this process works on.
  private final Map<VideoId, VideoInfo> videos = new ConcurrentHashMap<>();

  GetiFrames(GetiPlatform server, SceneCalls scenes) {
    super(server);
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
  public Map<ImageId, byte[]> download(DatasetId video, List<ImageId> frames) {
    return server.download(frames, frame -> medium(video, frame));
  }

  @Override
  public Map<ImageId, PlatformAnnotation> annotations(DatasetId video, List<ImageId> frames) {
    return scenes.annotations(tasks(video), frames, frame -> medium(video, frame));
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
  public List<FigureId> changeLabels(
      DatasetId video,
      ImageId image,
      List<Label> additions,
      List<PlatformLabel> removals,
      Deadline deadline) {
    return scenes.change(tasks(video), medium(video, image), additions, removals, deadline);
  }
}
