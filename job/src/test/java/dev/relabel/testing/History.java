package dev.relabel.testing;

import dev.relabel.annotation.Label;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Everything that has happened on a {@link SimulatedServer}, in order. Confined to one thread. */
public final class History {
  /** Something that has happened. */
  public sealed interface Event {}

  /** A label was there from the beginning. */
  public record Seeded(ImageId image, FigureId figure, Label label) implements Event {}

  /** A client has read images. */
  public record Looked(String client, List<ImageId> images) implements Event {
    public Looked {
      images = List.copyOf(images);
    }
  }

  /**
   * A client's request has added a label.
   *
   * @param label as it was sent
   */
  public record Added(String client, ImageId image, FigureId figure, Label label)
      implements Event {}

  /**
   * A client's request has removed a label.
   *
   * @param sentAt the position in the history at which the request left the client
   */
  public record Removed(String client, ImageId image, FigureId figure, int sentAt)
      implements Event {}

  /** A person has drawn a label. */
  public record Drawn(ImageId image, FigureId figure, Label label) implements Event {}

  /** A person has changed a label. */
  public record Edited(ImageId image, FigureId figure, Label label) implements Event {}

  /** A person has deleted a label. */
  public record Deleted(ImageId image, FigureId figure) implements Event {}

  /** A person has deleted an image. */
  public record Vanished(ImageId image) implements Event {}

  /** Something else worth knowing: how a call ended, a crash, a pause. */
  public record Note(String text) implements Event {}

  private final List<Event> events = new ArrayList<>();

  void add(Event event) {
    events.add(event);
  }

  /** Notes something down. */
  public void note(String text) {
    events.add(new Note(text));
  }

  /** All events so far. */
  public List<Event> events() {
    return events;
  }

  /** How many events there are so far. */
  public int size() {
    return events.size();
  }

  /** Goes through the events of one kind. */
  public <E extends Event> void each(Class<E> kind, Consumer<E> action) {
    events.stream().filter(kind::isInstance).map(kind::cast).forEach(action);
  }

  /** All labels that clients have added. */
  public Set<FigureId> addedByClients() {
    Set<FigureId> added = new HashSet<>();
    each(Added.class, event -> added.add(event.figure()));
    return added;
  }

  /** For people: an event a line. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < events.size(); i++) {
      text.append(i).append(": ").append(events.get(i)).append('\n');
    }
    return text.toString();
  }
}
