package dev.relabel.platform.local;

import java.util.List;

/** Names that are to be new exist already. Nothing was changed. */
public final class NameTakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Taken> taken;

  NameTakenException(String message, List<Taken> taken) {
    super(message);
    this.taken = List.copyOf(taken);
  }

  /** What holds the names. */
  public List<Taken> taken() {
    return taken;
  }

  /**
   * One name in use.
   *
   * @param name the name
   * @param id the ID of what bears it
   */
  public record Taken(String name, long id) {}
}
