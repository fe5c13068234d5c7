package dev.relabel.platform.geti;

import dev.relabel.annotation.Label;
import dev.relabel.platform.Deadline;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.OutcomeUnknownException;
import dev.relabel.platform.OutcomeUnknownException.Work;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.StaleException;
import dev.relabel.platform.Time;
import dev.relabel.platform.geti.format.Scene;
import dev.relabel.platform.geti.format.SceneJson;
import dev.relabel.platform.http.Caller;
import dev.relabel.platform.http.Payload;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and writes what is on images or frames. Safe for use by several threads.
 *
 * <p>The server takes whole scenes only and does not say whether somebody has written since. So a
 * scene is read right before it is written: what cannot be sent soon after that, because the server
 * is busy or others come first, is made anew from what is there then. It is read again after it:
 * when somebody else has written meanwhile and the change is not there, the caller has to look and
 * to do it again. A save that lands between a read and the write right after it is not seen.
 */
final class SceneCalls {
  private static final Logger LOG = LoggerFactory.getLogger(SceneCalls.class);

  /** How long a read may be written upon; twice as long each time that it was too short. */
  private static final Duration SOON = Duration.ofMillis(500);

  private final Caller caller;
  private final Time time;

  SceneCalls(Caller caller, Time time) {
    this.caller = caller;
    this.time = time;
  }

  /** What images hold; one that is gone is absent. */
  Map<ImageId, PlatformAnnotation> annotations(
      ProjectLabels project, List<ImageId> ids, Function<ImageId, Medium> media) {
    Map<ImageId, PlatformAnnotation> annotations = new LinkedHashMap<>();
    for (ImageId id : ids) {
      try {
        Medium medium = media.apply(id);
        annotations.put(id, annotation(project, id, medium));
      } catch (NotOnPlatformException e) {
        LOG.debug("{}", e.getMessage());
      }
    }
    return annotations;
  }

  private PlatformAnnotation annotation(ProjectLabels project, ImageId id, Medium medium) {
    Scene scene = caller.call(new FetchScene(medium));
    SceneLabels labels = new SceneLabels(project, medium.width(), medium.height());
    return new PlatformAnnotation(
        id, medium.width(), medium.height(), labels.of(scene), List.of(), labels.foreign(scene));
  }

  /**
   * Changes the labels of an image in one write.
   *
   * @return the IDs of those that are added
   */
  List<FigureId> change(
      ProjectLabels project,
      Medium medium,
      List<Label> additions,
      List<PlatformLabel> removals,
      Deadline deadline) {
    Duration soon = SOON;
    while (true) {
      Deadline own = Deadline.in(soon, time);
      Scene before = caller.call(new FetchScene(medium));
      SceneEdit edit = new SceneEdit(before, project, medium.width(), medium.height());
      edit.remove(removals);
      List<FigureId> ids = edit.add(additions);
      if (!edit.isChange()) {
        return ids;
      }
      try {
        send(medium, edit, own.left(time).compareTo(deadline.left(time)) < 0 ? own : deadline);
        return ids;
      } catch (StaleException e) {
        if (deadline.isPast(time)) {
          throw e;
        }
        soon = soon.multipliedBy(2);
      }
    }
  }

  private void send(Medium medium, SceneEdit edit, Deadline deadline) {
    Scene written =
        caller.call(
            GetiCommand.write(
                "annotations.post",
                medium.place() + "/annotations",
                Payload.json(edit.body()),
                medium.name(),
                SceneJson::read),
            deadline);
    Scene after = caller.call(new FetchScene(medium));
    if (!after.id().equals(written.id()) && !edit.isIn(after)) {
      throw new OutcomeUnknownException(
          "Somebody else has written to %s at the same time".formatted(medium.name()),
          Work.FINISHED,
          null);
    }
  }
}
