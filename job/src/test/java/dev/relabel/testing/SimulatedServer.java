package dev.relabel.testing;

import dev.relabel.annotation.Label;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.ManualTime;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.RefusedContentException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A platform's memory: images with labels on a clock that only tests move, what people do to them,
 * and the effect of requests whether anybody waits for their answer or not. Every change goes into
 * its {@link History}. Confined to one thread.
 */
public final class SimulatedServer {
  /** Size of every image, in pixels. */
  public static final int WIDTH = 120;

  /** Size of every image, in pixels. */
  public static final int HEIGHT = 90;

  /**
   * A label that the server holds.
   *
   * @param kept the label as the server gives it out
   * @param sent the label as it was given to the server
   */
  public record Held(FigureId id, Label kept, Label sent) {}

  private record Image(DatasetId dataset, String name, List<Held> labels) {}

  private record Late(Duration at, Runnable effect) {}

  private final Map<ImageId, Image> images = new LinkedHashMap<>();
  private final List<Late> late = new ArrayList<>();
  private final History history = new History();
  private final ManualTime time;
  private final Set<ServerHabits> habits;
  private final Random random;
  private Predicate<Label> refused = label -> false;
  private long nextFigure = 1000;
  private long nextImage = 1;

  /**
   * A server without images.
   *
   * @param random for habits that are not always the same
   */
  public SimulatedServer(ManualTime time, Set<ServerHabits> habits, Random random) {
    this.time = time;
    this.habits = habits;
    this.random = random;
  }

  /** What has happened so far. */
  public History history() {
    return history;
  }

  /** The server's and everybody's clock. */
  public ManualTime time() {
    return time;
  }

  /** Labels that the server refuses. */
  public void refuse(Predicate<Label> labels) {
    refused = labels;
  }

  /** Puts an image there, with labels. */
  public ImageId image(DatasetId dataset, List<Label> labels) {
    ImageId id = new ImageId(nextImage++);
    List<Held> held = new ArrayList<>();
    for (Label label : labels) {
      // What has been there for long is as the server keeps it.
      Label kept = kept(label);
      held.add(new Held(new FigureId(nextFigure++), kept, kept));
      history.add(new History.Seeded(id, held.get(held.size() - 1).id(), kept));
    }
    images.put(id, new Image(dataset, "image " + id, held));
    return id;
  }

  private Label kept(Label label) {
    return ServerHabits.kept(habits, label, WIDTH, HEIGHT);
  }

  /** All images, copies included. */
  public List<ImageId> images() {
    return List.copyOf(images.keySet());
  }

  /** What is on an image; nothing if it is gone. */
  public List<Held> on(ImageId image) {
    return images.containsKey(image) ? List.copyOf(found(image).labels()) : List.of();
  }

  private Image found(ImageId image) {
    Image found = images.get(image);
    if (found == null) {
      throw new NotOnPlatformException("The simulated server has no image " + image, null);
    }
    return found;
  }

  /** A person draws a label. */
  public FigureId draw(ImageId image, Label label) {
    FigureId id = new FigureId(nextFigure++);
    found(image).labels().add(new Held(id, kept(label), label));
    history.add(new History.Drawn(image, id, label));
    return id;
  }

  /** A person changes a label. */
  public void edit(ImageId image, FigureId figure, Label label) {
    found(image)
        .labels()
        .replaceAll(each -> each.id().equals(figure) ? new Held(figure, kept(label), label) : each);
    history.add(new History.Edited(image, figure, label));
  }

  /** A person deletes a label. */
  public void delete(ImageId image, FigureId figure) {
    found(image).labels().removeIf(each -> each.id().equals(figure));
    history.add(new History.Deleted(image, figure));
  }

  /** A person deletes an image. */
  public void vanish(ImageId image) {
    images.remove(image);
    history.add(new History.Vanished(image));
  }

  /** Something that the server does later, when the time has come and somebody calls. */
  void later(Duration delay, Runnable effect) {
    late.add(new Late(time.elapsed().plus(delay), effect));
  }

  /** Does what is due. */
  void landDue() {
    for (Late each : List.copyOf(late)) {
      if (each.at().compareTo(time.elapsed()) <= 0) {
        late.remove(each);
        each.effect().run();
      }
    }
  }

  /** Waits until nothing is under way any more. */
  public void settle() {
    late.stream().map(Late::at).max(Duration::compareTo).ifPresent(this::passUntil);
    landDue();
  }

  private void passUntil(Duration moment) {
    if (moment.compareTo(time.elapsed()) > 0) {
      time.pass(moment.minus(time.elapsed()));
    }
  }

  Map<ImageId, PlatformAnnotation> read(String client, DatasetId dataset, List<ImageId> ids) {
    Map<ImageId, PlatformAnnotation> read = new LinkedHashMap<>();
    for (ImageId id : ids) {
      Image image = images.get(id);
      if (image != null && image.dataset().equals(dataset)) {
        List<PlatformLabel> labels = new ArrayList<>();
        image
            .labels()
            .forEach(each -> labels.add(new PlatformLabel(Optional.of(each.id()), each.kept())));
        if (habits.contains(ServerHabits.REORDERS)) {
          Collections.shuffle(labels, random);
        }
        read.put(id, new PlatformAnnotation(id, WIDTH, HEIGHT, labels, List.of(), List.of()));
      }
    }
    history.add(new History.Looked(client, ids));
    return read;
  }

  /** Refuses a request of which the server does not want a part. */
  void check(DatasetId dataset, Map<ImageId, List<Label>> labels) {
    for (Map.Entry<ImageId, List<Label>> each : labels.entrySet()) {
      Image image = found(each.getKey());
      if (!image.dataset().equals(dataset)) {
        throw new NotOnPlatformException(
            "Image %s is not in dataset %s".formatted(each.getKey(), dataset), null);
      }
      for (Label label : each.getValue()) {
        if (refused.test(label)) {
          throw new RefusedContentException("Refused: " + label.className(), null);
        }
      }
    }
  }

  /** Adds labels to those of the images that are still there. */
  Map<ImageId, List<FigureId>> add(String client, Map<ImageId, List<Label>> labels) {
    Map<ImageId, List<FigureId>> ids = new LinkedHashMap<>();
    labels.forEach(
        (image, some) -> {
          List<FigureId> added = new ArrayList<>();
          if (images.containsKey(image)) {
            for (Label label : some) {
              FigureId id = new FigureId(nextFigure++);
              found(image).labels().add(new Held(id, kept(label), label));
              history.add(new History.Added(client, image, id, label));
              added.add(id);
            }
          }
          ids.put(image, added);
        });
    return ids;
  }

  void remove(String client, List<FigureId> figures, int sentAt) {
    images.forEach(
        (id, image) ->
            image
                .labels()
                .removeIf(
                    each -> {
                      boolean isNamed = figures.contains(each.id());
                      if (isNamed) {
                        history.add(new History.Removed(client, id, each.id(), sentAt));
                      }
                      return isNamed;
                    }));
  }

  List<ImageInfo> describe(List<ImageId> ids) {
    return ids.stream().map(id -> info(id, found(id))).toList();
  }

  List<ImageInfo> copy(List<ImageInfo> sources, DatasetId into) {
    List<ImageInfo> copies = new ArrayList<>();
    for (ImageInfo source : sources) {
      ImageId copy =
          images.entrySet().stream()
              .filter(
                  each ->
                      each.getValue().dataset().equals(into)
                          && each.getValue().name().equals(source.name()))
              .map(Map.Entry::getKey)
              .findFirst()
              .orElseGet(
                  () -> {
                    found(source.id());
                    ImageId made = new ImageId(nextImage++);
                    images.put(made, new Image(into, source.name(), new ArrayList<>()));
                    return made;
                  });
      copies.addAll(describe(List.of(copy)));
    }
    return copies;
  }

  private static ImageInfo info(ImageId id, Image image) {
    return new ImageInfo(id, image.dataset(), image.name(), WIDTH, HEIGHT, 1, "", "");
  }
}
