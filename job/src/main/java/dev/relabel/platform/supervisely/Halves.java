package dev.relabel.platform.supervisely;

import dev.relabel.platform.ImageId;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.PlatformUnavailableException;
import dev.relabel.platform.RefusedContentException;
import dev.relabel.platform.http.AnswerTooLargeException;
import dev.relabel.platform.http.AnswerTooSlowException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Asks for something about many images at once; where one of them spoils the whole call, because it
 * is gone or because all together are too large or too slow, asks for halves.
 *
 * @param call the call for some of the images
 * @param isGone whether an image for which the call was refused is not (any more) where it was
 *     looked for
 */
record Halves<T>(Function<List<ImageId>, Map<ImageId, T>> call, Predicate<ImageId> isGone) {
  // How often images are asked for that an answer of status 200 lacks.
  private static final int MOST_ROUNDS = 3;

  /** What the calls give for these images; those that are gone are absent. */
  Map<ImageId, T> ask(List<ImageId> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    try {
      return complete(ids);
    } catch (NotOnPlatformException
        | RefusedContentException
        | AnswerTooLargeException
        | AnswerTooSlowException e) {
      if (ids.size() == 1) {
        boolean isOfTheImage =
            e instanceof NotOnPlatformException || e instanceof RefusedContentException;
        if (isOfTheImage && isGone.test(ids.get(0))) {
          return Map.of();
        }
        throw e;
      }
    }
    int middle = ids.size() / 2;
    Map<ImageId, T> both = new LinkedHashMap<>(ask(ids.subList(0, middle)));
    both.putAll(ask(ids.subList(middle, ids.size())));
    return both;
  }

  /** An answer may lack images; only those that are gone may stay absent. */
  private Map<ImageId, T> complete(List<ImageId> ids) {
    Map<ImageId, T> found = new LinkedHashMap<>();
    List<ImageId> missing = ids;
    for (int round = 1; round <= MOST_ROUNDS; round++) {
      found.putAll(call.apply(missing));
      missing = missing.stream().filter(id -> !found.containsKey(id) && !isGone.test(id)).toList();
      if (missing.isEmpty()) {
        return found;
      }
    }
    throw new PlatformUnavailableException(
        "The platform leaves images %s out of its answers, although they are there. Run the same command again; finished images are skipped."
            .formatted(FewIds.of(missing)),
        null);
  }
}
