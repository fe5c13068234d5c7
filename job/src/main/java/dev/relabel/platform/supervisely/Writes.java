package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.Deadline;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.OutcomeUnknownException;
import dev.relabel.platform.OutcomeUnknownException.Work;
import dev.relabel.platform.PlatformException;
import dev.relabel.platform.PlatformUnavailableException;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.StaleException;
import dev.relabel.platform.http.Caller;
import dev.relabel.platform.http.Endpoint;
import dev.relabel.platform.http.RefusedException;
import dev.relabel.platform.supervisely.AddTags.NewTag;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls that one write of labels is cut into. "No effect" is only said while none of them had
 * any. Confined to one thread.
 */
final class Writes {
  private static final Logger LOG = LoggerFactory.getLogger(Writes.class);
  private static final int TOO_LARGE = 413;

  /** As many as a client keeps connections. */
  private static final int TAGS_AT_ONCE = 8;

  private final Caller caller;
  private final Deadline deadline;
  private final List<FigureId> added = new ArrayList<>();
  private final List<RemoveTag> addedTags = new ArrayList<>();
  private int done;

  Writes(Caller caller, Deadline deadline) {
    this.caller = caller;
    this.deadline = deadline;
  }

  /** The IDs of all labels added so far, in the order in which they were given. */
  List<FigureId> added() {
    return added;
  }

  /** The IDs of all tags added so far, in the order in which they were given. */
  List<FigureId> addedTags() {
    return addedTags.stream().map(RemoveTag::id).toList();
  }

  /** Adds tags to images, as {@link #add} does labels. */
  void addTags(ProjectId project, List<NewTag> tags) {
    try {
      List<FigureId> ids = call(new AddTags(project, tags));
      for (int i = 0; i < tags.size(); i++) {
        addedTags.add(new RemoveTag(tags.get(i).image(), tags.get(i).kind(), ids.get(i)));
      }
    } catch (OutcomeUnknownException | PlatformUnavailableException | StaleException e) {
      throw e; // call() has said what is known
    } catch (PlatformException e) {
      takeBack(e);
      throw e;
    }
  }

  /**
   * Removes tags, several at once, as each needs a call of its own; one that is gone is no reason
   * to complain.
   */
  void removeTags(List<RemoveTag> tags) {
    if (tags.isEmpty()) {
      return;
    }
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(TAGS_AT_ONCE, tags.size()));
    try {
      List<CompletableFuture<Void>> calls =
          tags.stream()
              .map(tag -> CompletableFuture.runAsync(() -> removeTag(tag), threads))
              .toList();
      @Nullable PlatformException failure = null;
      for (CompletableFuture<Void> each : calls) {
        try {
          each.join();
          done++;
        } catch (CompletionException e) {
          if (!(e.getCause() instanceof PlatformException known)) {
            throw e;
          }
          failure = known;
        }
      }
      if (failure != null) {
        throw inPart(failure);
      }
    } finally {
      threads.shutdown();
    }
  }

  private void removeTag(RemoveTag tag) {
    try {
      caller.call(tag, deadline);
    } catch (NotOnPlatformException e) {
      LOG.debug("{} is gone already: {}", tag.subject(), e.getMessage());
    }
  }

  /**
   * Adds labels, all of them or none: where the server refuses some of them for good, those that
   * this and earlier calls have added are taken back.
   *
   * @param endpoint adds some of them
   */
  void add(
      List<ObjectNode> figures, Function<List<ObjectNode>, Endpoint<List<FigureId>>> endpoint) {
    try {
      addParts(figures, endpoint);
    } catch (OutcomeUnknownException | PlatformUnavailableException | StaleException e) {
      throw e; // call() has said what is known
    } catch (PlatformException e) {
      takeBack(e);
      throw e;
    }
  }

  /** Adds labels, in smaller parts where the server finds them too large together. */
  private void addParts(
      List<ObjectNode> figures, Function<List<ObjectNode>, Endpoint<List<FigureId>>> endpoint) {
    try {
      added.addAll(call(endpoint.apply(figures)));
    } catch (RefusedException e) {
      if (e.status() != TOO_LARGE || figures.size() == 1) {
        throw e;
      }
      int middle = figures.size() / 2;
      addParts(figures.subList(0, middle), endpoint);
      addParts(figures.subList(middle, figures.size()), endpoint);
    }
  }

  private void takeBack(PlatformException refusal) {
    try {
      for (int from = 0; from < added.size(); from += RemoveFigures.MOST) {
        remove(added.subList(from, Math.min(added.size(), from + RemoveFigures.MOST)));
      }
      removeTags(addedTags);
    } catch (PlatformException e) {
      e.addSuppressed(refusal);
      throw new OutcomeUnknownException(
          "%s A part of the write took effect before and could not be taken back: %s"
              .formatted(refusal.getMessage(), e.getMessage()),
          Work.FINISHED,
          e);
    }
  }

  /** Removes labels; where one of them is gone already and spoils the call, in smaller parts. */
  void remove(List<FigureId> ids) {
    try {
      call(new RemoveFigures(ids));
    } catch (NotOnPlatformException e) {
      if (ids.size() > 1) {
        int middle = ids.size() / 2;
        remove(ids.subList(0, middle));
        remove(ids.subList(middle, ids.size()));
      }
    }
  }

  private <T> T call(Endpoint<T> endpoint) {
    try {
      T result = caller.call(endpoint, deadline);
      done++;
      return result;
    } catch (PlatformUnavailableException | StaleException e) {
      throw inPart(e);
    }
  }

  /** A failure without effect, which is one in part if other calls had some. */
  private PlatformException inPart(PlatformException e) {
    boolean hadNoEffect = e instanceof PlatformUnavailableException || e instanceof StaleException;
    return done == 0 || !hadNoEffect
        ? e
        : new OutcomeUnknownException(
            "A part of the write took effect, then: " + e.getMessage(), Work.FINISHED, e);
  }
}
