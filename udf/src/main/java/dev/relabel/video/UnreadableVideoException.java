package dev.relabel.video;

import org.jspecify.annotations.Nullable;

/** A video, or one of its frames, that cannot be read, whatever is tried. */
public final class UnreadableVideoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The message is a sentence for people, without the video's name. */
  public UnreadableVideoException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
