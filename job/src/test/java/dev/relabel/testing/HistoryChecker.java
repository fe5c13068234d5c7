package dev.relabel.testing;

import dev.relabel.annotation.Label;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.publish.Change;
import dev.relabel.publish.PlannedChange;
import dev.relabel.publish.Receipt;
import dev.relabel.publish.Standing;
import dev.relabel.publish.Standing.Presence;
import dev.relabel.run.WriteBack;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares what a {@link SimulatedServer} holds in the end with what a run's last receipts say: for
 * every image, as multisets, {@code final = before − removed by the run + added by the run +
 * people's edits}. Labels are compared as they were sent, so that what the server makes of them
 * needs no tolerance here.
 *
 * <p>Two things that no client of such a platform can prevent are accepted:
 *
 * <ul>
 *   <li>A label that the run has added and a person deletes or changes before the run has a receipt
 *       for it may be added again: to a retry it looks like one that was never added.
 *   <li>A label that a person changes between the run's last look and the arrival of the request
 *       that removes it by its ID is removed: no call removes a label only if it is unchanged.
 * </ul>
 */
public final class HistoryChecker {
  private static final Set<String> OUTCOMES =
      Set.of("unchanged", "applied", "already_there", "conflicted", "unknown", "failed");

  private final SimulatedServer server;
  private final List<String> problems = new ArrayList<>();
  private final Map<FigureId, Label> seeds = new LinkedHashMap<>();
  private final Map<FigureId, ImageId> images = new HashMap<>();
  private final Set<FigureId> added = new HashSet<>();
  // What people have made of a label last, by when; empty when they deleted it.
  private final Map<FigureId, Optional<Label>> people = new LinkedHashMap<>();
  private final Map<FigureId, Integer> touchedAt = new HashMap<>();
  private final Set<FigureId> overtaken = new HashSet<>();

  /**
   * A work item with its change and what has become of it.
   *
   * @param plannedAt the position in the history at which the image was read for the plan
   */
  public record Item(PlannedChange planned, int plannedAt, Optional<Receipt> receipt) {
    ImageId image() {
      return receipt.map(Receipt::image).orElse(planned.before().image());
    }

    Standing standing() {
      return receipt
          .map(Receipt::standing)
          .orElseGet(
              () ->
                  new Standing(
                      planned.change().additions().stream()
                          .map(each -> new Presence(false, Optional.empty()))
                          .toList(),
                      planned.change().removals().stream()
                          .map(each -> new Presence(true, each.id()))
                          .toList()));
    }
  }

  private HistoryChecker(SimulatedServer server) {
    this.server = server;
  }

  /** What is wrong, a line each; nothing if all is well. */
  public static List<String> problems(SimulatedServer server, Collection<Item> items) {
    HistoryChecker checker = new HistoryChecker(server);
    Map<ImageId, Item> byImage = new HashMap<>();
    for (Item item : items) {
      byImage.put(item.image(), item);
      checker.checkOutcome(item);
    }
    checker.replay(byImage);
    for (ImageId image : server.images()) {
      checker.checkImage(image, Optional.ofNullable(byImage.get(image)));
    }
    return checker.problems;
  }

  /** What was written to images that only copies were to be made of, a line each. */
  public static List<String> writesToSources(SimulatedServer server, Collection<Item> items) {
    Set<ImageId> sources = new HashSet<>();
    items.forEach(item -> sources.add(item.planned().before().image()));
    return server.history().events().stream()
        .filter(event -> event instanceof History.Added add && sources.contains(add.image()))
        .map(event -> "A source was written to: " + event)
        .toList();
  }

  /**
   * What a write-back without a filter has left undone though nobody was in its way, a line each.
   */
  public static List<String> leftUndone(
      SimulatedServer server, Collection<Item> items, WriteBack.Kind kind) {
    HistoryChecker checker = new HistoryChecker(server);
    checker.replay(Map.of());
    checker.problems.clear(); // they are found elsewhere
    for (Item item : items) {
      if (!item.receipt().map(Receipt::outcome).orElse("").equals("failed")) {
        checker.checkDone(item, kind == WriteBack.Kind.PUBLISH);
      }
    }
    return checker.problems;
  }

  private void checkDone(Item item, boolean isPublished) {
    Standing standing = item.standing();
    List<Presence> wanted = isPublished ? standing.additions() : standing.removals();
    List<Presence> unwanted = isPublished ? standing.removals() : standing.additions();
    for (Presence presence : wanted) {
      if (!presence.isThere()) {
        problems.add("Image %s lacks a label: %s".formatted(item.image(), item.receipt()));
      }
    }
    for (Presence presence : unwanted) {
      boolean isPeoples = presence.figure().filter(people::containsKey).isPresent();
      if (presence.isThere() && !isPeoples) {
        problems.add("Image %s keeps a label: %s".formatted(item.image(), item.receipt()));
      }
    }
  }

  private void checkOutcome(Item item) {
    item.receipt()
        .ifPresent(
            receipt -> {
              if (!OUTCOMES.contains(receipt.outcome())) {
                problems.add("Outcome of %s: %s".formatted(item.image(), receipt.outcome()));
              }
              if (receipt.outcome().equals("unchanged")
                  && receipt.added() + receipt.removed() > 0) {
                problems.add("Image %s is unchanged and changed".formatted(item.image()));
              }
            });
  }

  /** Collects who did what, and checks each removal when it happened. */
  private void replay(Map<ImageId, Item> items) {
    List<History.Event> events = server.history().events();
    for (int at = 0; at < events.size(); at++) {
      History.Event event = events.get(at);
      if (event instanceof History.Seeded seeded) {
        seeds.put(seeded.figure(), seeded.label());
        images.put(seeded.figure(), seeded.image());
      } else if (event instanceof History.Added add) {
        added.add(add.figure());
        images.put(add.figure(), add.image());
      } else if (event instanceof History.Drawn drawn) {
        touch(drawn.image(), drawn.figure(), Optional.of(drawn.label()), at);
      } else if (event instanceof History.Edited edited) {
        touch(edited.image(), edited.figure(), Optional.of(edited.label()), at);
      } else if (event instanceof History.Deleted deleted) {
        touch(deleted.image(), deleted.figure(), Optional.empty(), at);
      } else if (event instanceof History.Removed removed) {
        checkRemoval(removed, Optional.ofNullable(items.get(removed.image())));
      }
    }
  }

  private void touch(ImageId image, FigureId figure, Optional<Label> label, int at) {
    images.put(figure, image);
    people.put(figure, label);
    touchedAt.put(figure, at);
  }

  private void checkRemoval(History.Removed removed, Optional<Item> item) {
    FigureId figure = removed.figure();
    boolean isPlanned =
        item.isPresent()
            && item.get().planned().change().removals().stream()
                .anyMatch(each -> each.id().equals(Optional.of(figure)));
    if (!isPlanned && !added.contains(figure)) {
      problems.add("Label %s of image %s is not the run's".formatted(figure, removed.image()));
    }
    int touched = touchedAt.getOrDefault(figure, -1);
    if (touched > (isPlanned ? item.get().plannedAt() : -1)) {
      if (touched < lastLook(server.history(), removed)) {
        problems.add(
            "Label %s of image %s was changed by a person at %s and then removed"
                .formatted(figure, removed.image(), touched));
      }
      overtaken.add(figure);
    }
  }

  private static int lastLook(History history, History.Removed removed) {
    for (int at = removed.sentAt() - 1; at >= 0; at--) {
      if (history.events().get(at) instanceof History.Looked looked
          && looked.client().equals(removed.client())
          && looked.images().contains(removed.image())) {
        return at;
      }
    }
    return -1;
  }

  private void checkImage(ImageId image, Optional<Item> item) {
    Map<FigureId, Label> expected = new LinkedHashMap<>();
    images.forEach(
        (figure, where) -> {
          if (where.equals(image) && !overtaken.contains(figure)) {
            Optional.ofNullable(
                    people
                        .getOrDefault(figure, Optional.ofNullable(seeds.get(figure)))
                        .orElse(null))
                .ifPresent(label -> expected.put(figure, label));
          }
        });
    List<Label> claimed = new ArrayList<>();
    item.ifPresent(each -> claim(each, expected, claimed));
    List<Label> wanted = new ArrayList<>(expected.values());
    wanted.addAll(claimed);
    List<Label> there =
        new ArrayList<>(server.on(image).stream().map(SimulatedServer.Held::sent).toList());
    List<Label> missing = new ArrayList<>(wanted);
    there.forEach(missing::remove);
    wanted.forEach(there::remove);
    if (item.filter(HistoryChecker::isUnknown).isPresent()) {
      // Any part of the change may have been carried out; nothing else may be missing or too much.
      partsOf(item.get().planned().change())
          .forEach(
              part -> {
                missing.remove(part);
                there.remove(part);
              });
    }
    if (!missing.isEmpty() || !there.isEmpty()) {
      problems.add(
          "Image %s lacks %s and has beyond what it should %s; receipt %s"
              .formatted(image, missing, there, item.flatMap(Item::receipt)));
    }
  }

  private static boolean isUnknown(Item item) {
    return item.receipt().filter(receipt -> !receipt.isSettled()).isPresent();
  }

  private static List<Label> partsOf(Change change) {
    List<Label> parts = new ArrayList<>(change.additions());
    change.removals().forEach(each -> parts.add(each.label()));
    return parts;
  }

  /** What the receipts say: takes out what is gone, and adds what was added. */
  private void claim(Item item, Map<FigureId, Label> expected, List<Label> claimed) {
    List<PlatformLabel> removals = item.planned().change().removals();
    Standing standing = item.standing();
    for (int i = 0; i < removals.size(); i++) {
      FigureId figure = removals.get(i).id().orElseThrow();
      Presence presence = standing.removals().get(i);
      boolean isRestored = presence.isThere() && !presence.figure().equals(Optional.of(figure));
      boolean isPeoples = touchedAt.getOrDefault(figure, -1) > item.plannedAt();
      if (!isPeoples && (isRestored || !presence.isThere())) {
        expected.remove(figure);
      }
      if (isRestored) {
        claim(item, presence, removals.get(i).label(), claimed);
      }
    }
    for (int i = 0; i < standing.additions().size(); i++) {
      Presence presence = standing.additions().get(i);
      if (presence.isThere()) {
        claim(item, presence, item.planned().change().additions().get(i), claimed);
      }
    }
  }

  private void claim(Item item, Presence presence, Label label, List<Label> claimed) {
    Optional<FigureId> figure = presence.figure();
    if (figure.isPresent() && people.containsKey(figure.get())) {
      return; // a person has drawn, changed or deleted it, and it counts as such
    }
    claimed.add(label);
    if (figure.isPresent()
        && !isUnknown(item)
        && server.on(item.image()).stream().noneMatch(each -> each.id().equals(figure.get()))) {
      problems.add(
          "Image %s has no label %s, which its receipt names"
              .formatted(item.image(), figure.get()));
    }
  }
}
