package dev.relabel.cli;

import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.VideoId;
import dev.relabel.source.FileSource;
import dev.relabel.source.PlatformSource;
import dev.relabel.stage.InputSelection;
import dev.relabel.video.FrameRange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to predict. */
final class InputOptions {
  @Option(
      names = "--input",
      paramLabel = "INPUT",
      arity = "1..*",
      description = "On any file system that Spark knows: " + FileSource.FORMS + ".")
  List<String> input = new ArrayList<>();

  @Option(
      names = "--recursive",
      description = "Also take what lies below: folders for --input, datasets for --dataset-id.")
  boolean recursive;

  @Option(
      names = "--project-id",
      paramLabel = "ID",
      description = "A platform project, with its nested datasets.")
  @Nullable String projectId;

  @Option(
      names = "--dataset-id",
      paramLabel = "ID",
      arity = "1..*",
      split = ",",
      description = "Platform datasets.")
  List<String> datasetIds = new ArrayList<>();

  @Option(
      names = "--image-ids",
      paramLabel = "ID",
      arity = "1..*",
      split = ",",
      description = "Platform images.")
  List<String> imageIds = new ArrayList<>();

  @Option(
      names = "--video-id",
      paramLabel = "ID",
      arity = "1..*",
      split = ",",
      description = "Platform videos.")
  List<String> videoIds = new ArrayList<>();

  @Option(
      names = "--stride",
      paramLabel = "N",
      description = "Of videos, take each N-th frame of those that the next options leave.")
  long stride = 1;

  @Option(names = "--start-frame", paramLabel = "N", description = "First frame, from 0.")
  long startFrame;

  @Option(
      names = "--end-frame",
      paramLabel = "N",
      description = "First frame that is not taken any more.")
  @Nullable Long endFrame;

  @Option(
      names = "--num-frames",
      paramLabel = "N",
      description = "How many frames from the first one on, counted before the stride.")
  @Nullable Long numFrames;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      description = "Frames that are shown within so many seconds from the first one on.")
  @Nullable Double duration;

  @Option(
      names = "--tracking",
      description = "Follow objects through videos: labels of one object get the same track_id.")
  boolean tracking;

  /** Notes IDs that are no numbers, for a platform whose IDs are. */
  void requireNumbers(List<String> problems) {
    List<String> ids = new ArrayList<>();
    if (projectId != null) {
      ids.add(projectId);
    }
    ids.addAll(datasetIds);
    ids.addAll(imageIds);
    ids.addAll(videoIds);
    ids.stream()
        .filter(each -> !each.matches("[0-9]{1,18}"))
        .findFirst()
        .ifPresent(
            each -> problems.add("IDs on Supervisely are numbers, not '%s'".formatted(each)));
  }

  /** The one input that was named; what is wrong goes to the list. */
  @Nullable InputSelection selection(List<String> problems) {
    List<InputSelection> named = new ArrayList<>();
    FrameRange range = range(problems);
    if (!input.isEmpty()) {
      named.add(
          new InputSelection.Files(
              input, recursive ? FileSource.Depth.RECURSIVE : FileSource.Depth.THIS_FOLDER, range));
    }
    if (projectId != null) {
      named.add(new InputSelection.Project(new ProjectId(projectId), range));
    }
    if (!datasetIds.isEmpty()) {
      named.add(
          new InputSelection.Datasets(
              datasetIds.stream().map(DatasetId::new).toList(),
              recursive ? PlatformSource.Nested.INCLUDED : PlatformSource.Nested.LEFT_OUT,
              range));
    }
    if (!imageIds.isEmpty()) {
      named.add(new InputSelection.Images(imageIds.stream().map(ImageId::new).toList()));
    }
    if (!videoIds.isEmpty()) {
      named.add(new InputSelection.Videos(videoIds.stream().map(VideoId::new).toList(), range));
    }
    if (named.size() != 1) {
      problems.add(
          (named.isEmpty() ? "Name an input" : "Name only one kind of input")
              + ": --input, --project-id, --dataset-id, --image-ids or --video-id");
      return null;
    }
    return named.get(0);
  }

  private FrameRange range(List<String> problems) {
    List<String> wrong = FrameRange.problems(stride, startFrame, endFrame, numFrames, duration);
    wrong.forEach(
        each ->
            problems.add(
                "--stride, --start-frame, --end-frame, --num-frames, --duration: " + each));
    return wrong.isEmpty()
        ? new FrameRange(stride, startFrame, endFrame, numFrames, duration)
        : FrameRange.ALL;
  }
}
