package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.local.ProjectFixture;
import dev.relabel.testing.GreyVideo;
import dev.relabel.testing.ProjectFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A served project of two videos of ten frames, {@code day/a.mkv} and {@code day/b.mkv}, with the
 * classes of {@link ProjectFixture#META}, and what clients send about their labels.
 */
final class VideoProject implements AutoCloseable {
  static final int FRAMES = 10;

  private final Path directory;
  private ServedProject served;

  private VideoProject(Path directory) {
    this.directory = directory;
    this.served = ServedProject.serve(directory);
  }

  static ProjectFolder folder(Path temp) {
    Path file = GreyVideo.write(temp.resolve("grey.mkv"), FRAMES);
    return ProjectFolder.in(temp.resolve("films"))
        .meta(ProjectFixture.META)
        .video("day", "a.mkv", file)
        .video("day", "b.mkv", file);
  }

  static VideoProject serve(ProjectFolder folder) {
    return new VideoProject(folder.directory());
  }

  ServedProject served() {
    return served;
  }

  void restart() {
    served.close();
    served = ServedProject.serve(directory);
  }

  long dataset() {
    return served.dataset("day");
  }

  long video(String name) {
    return served.video("day", name);
  }

  Path annotationFile(String name) {
    return served.annotationFile("day", name);
  }

  /** Adds an object of a class to a video. */
  long addObject(String video, String labelClass) {
    return served
        .post(
            "annotation-objects.bulk.add",
            "{'datasetId':%s,'annotationObjects':[{'classId':%s,'entityId':%s}]}",
            dataset(),
            served.classId(labelClass),
            video(video))
        .at("/0/id")
        .asLong();
  }

  /** A box as clients send it. */
  static String box(long object, long frame, int left, int right) {
    return ("{'key':'1f','objectKey':'2f','objectId':%s,'geometryType':'rectangle','geometry':"
            + "{'points':{'exterior':[[%s,1],[%s,30]],'interior':[]}},'meta':{'frame':%s},"
            + "'nnCreated':true,'nnUpdated':true,'trackId':'t7','priority':1}")
        .formatted(object, left, right, frame);
  }

  /** Adds figures to a video and returns their IDs. */
  List<Long> addFigures(String video, String... figures) {
    JsonNode answer =
        served.post(
            "figures.bulk.add",
            "{'entityId':%s,'figures':[%s]}",
            video(video),
            String.join(",", figures));
    List<Long> ids = new ArrayList<>();
    answer.forEach(each -> ids.add(each.path("id").asLong()));
    return ids;
  }

  /** What clients read of a video. */
  JsonNode annotation(String video) {
    return served
        .post(
            "videos.annotations.bulk.info",
            "{'datasetId':%s,'videoIds':[%s]}",
            dataset(),
            video(video))
        .path(0);
  }

  /** The IDs of all figures of a video, by frames. */
  List<Long> figureIds(String video) {
    List<Long> ids = new ArrayList<>();
    for (JsonNode frame : annotation(video).path("frames")) {
      frame.path("figures").forEach(each -> ids.add(each.path("id").asLong()));
    }
    return ids;
  }

  @Override
  public void close() {
    served.close();
  }
}
