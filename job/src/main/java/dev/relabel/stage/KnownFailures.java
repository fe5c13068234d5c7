package dev.relabel.stage;

import dev.relabel.model.ModelException;
import dev.relabel.platform.PlatformException;
import dev.relabel.run.RunException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Failures that have words for people, among what Spark wraps around them. */
public final class KnownFailures {
  private KnownFailures() {}

  /** The outermost one of a failure and its causes. */
  public static Optional<RuntimeException> in(Throwable failure) {
    Set<Throwable> seen = new HashSet<>();
    for (Throwable each = failure; each != null && seen.add(each); each = each.getCause()) {
      if (isOne(each)) {
        return Optional.of((RuntimeException) each);
      }
    }
    return Optional.empty();
  }

  /** Whether a failure's own message is enough. */
  public static boolean isOne(@Nullable Throwable failure) {
    return failure instanceof RunException
        || failure instanceof ModelException
        || failure instanceof PlatformException;
  }
}
