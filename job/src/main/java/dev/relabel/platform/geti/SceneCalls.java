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
import dev.relabel.platform.geti.format.Scene;
import dev.relabel.platform.geti.format.SceneJson;
import dev.relabel.platform.http.Caller;
import dev.relabel.platform.http.Payload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads and writes what is on images or frames. Safe for use by several threads.
 *
 * <p>The server takes whole scenes only and does not say whether somebody has written since. So a
 * scene is read right before it is written, and read again after it: when somebody else has written
 * at the same time and the change is not there, the caller has to look and to do it again.
 */
final class SceneCalls {
  private final Caller caller;
  private final Simultaneous calls;

  SceneCalls(Caller caller, Simultaneous calls) {
    this.caller = caller;
    this.calls = calls;
  }

  /** What images hold; one that is gone is absent. */
  Map<ImageId, PlatformAnnotation> annotations(
      ProjectLabels project, List<ImageId> ids, Function<ImageId, Medium> media) {
    List<Optional<PlatformAnnotation>> found =
        calls.each(ids.stream().distinct().toList(), id -> annotation(project, id, media));
    Map<ImageId, PlatformAnnotation> annotations = new LinkedHashMap<>();
    found.forEach(each -> each.ifPresent(there -> annotations.put(there.image(), there)));
    return annotations;
  }

  private Optional<PlatformAnnotation> annotation(
      ProjectLabels project, ImageId id, Function<ImageId, Medium> media) {
    try {
      Medium medium = media.apply(id);
      Scene scene = caller.call(new FetchScene(medium));
      return Optional.of(
          new PlatformAnnotation(
              id,
              medium.width(),
              medium.height(),
              new SceneLabels(project, medium.width(), medium.height()).of(scene),
              List.of(),
              SceneLabels.foreign(scene)));
    } catch (NotOnPlatformException e) {
      return Optional.empty();
    }
  }

  /** Adds labels, image by image. */
  Map<ImageId, List<FigureId>> add(
      ProjectLabels project,
      Map<ImageId, List<Label>> labels,
      Function<ImageId, Medium> media,
      Deadline deadline) {
    Map<ImageId, List<FigureId>> ids = new LinkedHashMap<>();
    List<ImageId> images = List.copyOf(labels.keySet());
    List<List<FigureId>> added =
        calls.each(
            images,
            image ->
                write(
                    project,
                    media.apply(image),
                    deadline,
                    edit -> edit.add(labels.getOrDefault(image, List.of()))));
    for (int i = 0; i < images.size(); i++) {
      ids.put(images.get(i), added.get(i));
    }
    return ids;
  }

  /** Removes labels, image by image. */
  void remove(
      ProjectLabels project,
      Map<ImageId, List<PlatformLabel>> labels,
      Function<ImageId, Medium> media,
      Deadline deadline) {
    Consumer<ImageId> removal =
        image ->
            write(
                project,
                media.apply(image),
                deadline,
                edit -> {
                  edit.remove(labels.getOrDefault(image, List.of()));
                  return List.of();
                });
    calls.each(
        List.copyOf(labels.keySet()),
        image -> {
          try {
            removal.accept(image);
          } catch (NotOnPlatformException e) {
            // An image that is gone has no labels.
          }
          return true;
        });
  }

  private List<FigureId> write(
      ProjectLabels project,
      Medium medium,
      Deadline deadline,
      Function<SceneEdit, List<FigureId>> change) {
    Scene before = caller.call(new FetchScene(medium));
    SceneEdit edit = new SceneEdit(before, project, medium.width(), medium.height());
    List<FigureId> ids = change.apply(edit);
    if (!edit.isChange()) {
      return ids;
    }
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
    return ids;
  }
}
