package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import dev.relabel.platform.http.Caller;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The frames of a server's videos. Safe for use by several threads.
 *
 * <p>A label's track is the ID of the server's object whose figure it is. Figures of videos have no
 * tags, so that scores are not kept there.
 */
final class SuperviselyFrames extends FramesOfVideos {
  /** The server tells a video's figures as a whole only; with more frames at once, less often. */
  private static final int BATCH = 200;

  private static final int MOST_PICTURES = 50;

  private final SuperviselyPlatform server;
  private final Caller caller;

  SuperviselyFrames(SuperviselyPlatform server, Caller caller) {
    super(server);
    this.server = server;
    this.caller = caller;
  }

  @Override
  public Map<ImageId, byte[]> download(DatasetId video, List<ImageId> frames) {
    VideoId id = new VideoId(video.number());
    Map<ImageId, byte[]> pictures = new LinkedHashMap<>();
    for (int from = 0; from < frames.size(); from += MOST_PICTURES) {
      List<ImageId> some = frames.subList(from, Math.min(frames.size(), from + MOST_PICTURES));
      pictures.putAll(
          new Halves<>(
                  part -> caller.call(new DownloadFrames(id, part)),
                  frame -> frame.number() >= server.video(id).frames().count())
              .ask(some));
    }
    return pictures;
  }

  @Override
  public Map<ImageId, PlatformAnnotation> annotations(DatasetId video, List<ImageId> frames) {
    VideoId id = new VideoId(video.number());
    try {
      return caller.call(new FetchFrameLabels(server.place(id).dataset(), id, frames));
    } catch (NotOnPlatformException e) {
      return Map.of(); // none of its frames is there
    }
  }

  @Override
  public int batchLimit() {
    return BATCH;
  }

  @Override
  public Map<ImageId, List<FigureId>> addLabels(
      DatasetId video, Map<ImageId, List<Label>> labels, Deadline deadline) {
    VideoId id = new VideoId(video.number());
    VideoPlace place = server.place(id);
    List<ObjectNode> figures = new ArrayList<>();
    labels.forEach(
        (frame, some) ->
            some.forEach(label -> figures.add(FrameFigure.write(frame, label, place))));
    Writes writes = new Writes(caller, deadline);
    for (List<ObjectNode> batch : FigureBatches.of(figures)) {
      writes.add(batch, part -> AddFigures.toVideo(id, part));
    }
    Iterator<FigureId> added = writes.added().iterator();
    Map<ImageId, List<FigureId>> ids = new LinkedHashMap<>();
    labels.forEach(
        (frame, some) -> ids.put(frame, some.stream().map(label -> added.next()).toList()));
    return ids;
  }

  @Override
  public void removeLabels(
      DatasetId video, Map<ImageId, List<PlatformLabel>> labels, Deadline deadline) {
    List<FigureId> figures = new ArrayList<>();
    labels.values().forEach(some -> some.forEach(label -> label.id().ifPresent(figures::add)));
    Writes writes = new Writes(caller, deadline);
    for (int from = 0; from < figures.size(); from += RemoveFigures.MOST) {
      writes.remove(figures.subList(from, Math.min(figures.size(), from + RemoveFigures.MOST)));
    }
  }
}
