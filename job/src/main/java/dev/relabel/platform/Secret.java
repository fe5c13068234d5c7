package dev.relabel.platform;

import java.io.Serializable;
import java.util.Objects;

/**
 * A token or password. It prints as {@code ***}, so that a settings record can be logged. Java
 * serialization carries it in the clear, which is meant: executors get it inside Spark closures.
 */
public final class Secret implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final Secret NONE = new Secret("");

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /**
   * A secret of that value.
   *
   * @throws IllegalArgumentException if it is blank or could not stand in an HTTP header; the
   *     message does not repeat it
   */
  public static Secret of(String value) {
    Objects.requireNonNull(value, "value");
    if (value.isBlank() || value.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new IllegalArgumentException(
          "A secret is neither empty nor holds blanks, line ends or letters outside ASCII");
    }
    return new Secret(value);
  }

  /** No secret, where none is shown to a server. */
  public static Secret none() {
    return NONE;
  }

  /** Whether there is none. */
  public boolean isNone() {
    return value.isEmpty();
  }

  /** The value itself, for the request that needs it and for nothing that is kept or printed. */
  public String reveal() {
    return value;
  }

  /** The text with every occurrence of the secret replaced by {@code ***}. */
  public String blackOutIn(String text) {
    return isNone() ? text : text.replace(value, "***");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && value.equals(secret.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
