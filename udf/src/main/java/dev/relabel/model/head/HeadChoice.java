package dev.relabel.model.head;

import dev.relabel.model.HeadKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Which head reads a model, and how.
 *
 * @param kind the layout of its outputs
 * @param family the family it was recognised as, for people
 * @param outputs names of the outputs that the head reads, in its order
 * @param classCount number of classes that the shapes or the metadata tell; 0 when they do not
 * @param batched whether the first axis of these outputs is the batch
 * @param notes what a person should know about the choice: what is assumed, what is not read
 */
public record HeadChoice(
    HeadKind kind,
    String family,
    List<String> outputs,
    int classCount,
    boolean batched,
    List<String> notes) {
  public HeadChoice {
    outputs = List.copyOf(outputs);
    notes = List.copyOf(notes);
  }

  /** A choice without notes. */
  public HeadChoice(
      HeadKind kind, String family, List<String> outputs, int classCount, boolean batched) {
    this(kind, family, outputs, classCount, batched, List.of());
  }

  HeadChoice withNote(String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new HeadChoice(kind, family, outputs, classCount, batched, more);
  }

  static HeadChoice of(HeadKind kind, int classCount, String... outputs) {
    return new HeadChoice(kind, kind.family(), List.of(outputs), classCount, true);
  }
}
