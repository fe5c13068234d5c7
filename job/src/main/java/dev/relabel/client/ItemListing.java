package dev.relabel.client;

import dev.relabel.platform.DatasetInfo;
import dev.relabel.run.WorkItem;
import dev.relabel.source.FileSource;
import dev.relabel.source.PlatformSource;
import dev.relabel.stage.InputSelection;
import dev.relabel.stage.InputSelection.PlatformOrFiles;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The items of an input, each part listed when its turn comes; what it names on a platform is
 * looked up at once. Confined to one thread.
 */
final class ItemListing implements Iterator<Item> {
  private final List<Part> parts;
  private final PlatformOrFiles from;
  private int turn;
  private Iterator<WorkItem> listing = Collections.emptyIterator();
  private Item.@Nullable InMemory inMemory;

  /** A part of the input, what it stands for elsewhere, and the datasets that it names. */
  private record Part(
      Input.Part part,
      Optional<InputSelection> selection,
      List<DatasetInfo> datasets,
      boolean isOfVideos) {
    OptionalLong size() {
      if (part instanceof Input.Images images) {
        return OptionalLong.of(images.ids().stream().distinct().count());
      }
      if (isOfVideos) {
        return OptionalLong.empty();
      }
      if (part instanceof Input.Project || part instanceof Input.Datasets) {
        return OptionalLong.of(datasets.stream().mapToLong(DatasetInfo::imagesCount).sum());
      }
      return part instanceof Input.Files ? OptionalLong.empty() : OptionalLong.of(1);
    }
  }

  ItemListing(Input input, CallOptions options, PlatformOrFiles from) {
    this.from = from;
    this.parts = input.parts().stream().map(part -> part(part, options)).toList();
  }

  private Part part(Input.Part part, CallOptions options) {
    Optional<InputSelection> selection = selection(part, options);
    boolean hasDatasets = part instanceof Input.Project || part instanceof Input.Datasets;
    List<DatasetInfo> datasets = hasDatasets ? selection.orElseThrow().datasets(from) : List.of();
    return new Part(
        part,
        selection,
        datasets,
        part instanceof Input.Videos
            || (hasDatasets && selection.orElseThrow().isOfVideos(from, datasets)));
  }

  /** How many images there are; empty if that is known only when they were listed. */
  OptionalLong size() {
    long size = 0;
    for (Part part : parts) {
      if (part.size().isEmpty()) {
        return OptionalLong.empty();
      }
      size += part.size().getAsLong();
    }
    return OptionalLong.of(size);
  }

  static boolean needsPlatform(Input input) {
    return input.parts().stream()
        .map(part -> selection(part, CallOptions.of(Options.DEFAULT)))
        .anyMatch(selection -> selection.filter(InputSelection::isOnPlatform).isPresent());
  }

  /** What a part stands for elsewhere; empty for images in memory. */
  static Optional<InputSelection> selection(Input.Part part, CallOptions options) {
    if (part instanceof Input.Files files) {
      return Optional.of(
          new InputSelection.Files(
              files.names(),
              options.isRecursive() ? FileSource.Depth.RECURSIVE : FileSource.Depth.THIS_FOLDER,
              options.frames()));
    }
    if (part instanceof Input.Project project) {
      return Optional.of(new InputSelection.Project(project.id(), options.frames()));
    }
    if (part instanceof Input.Datasets datasets) {
      return Optional.of(
          new InputSelection.Datasets(
              datasets.ids(),
              options.isRecursive()
                  ? PlatformSource.Nested.INCLUDED
                  : PlatformSource.Nested.LEFT_OUT,
              options.frames()));
    }
    if (part instanceof Input.Videos videos) {
      return Optional.of(new InputSelection.Videos(videos.ids(), options.frames()));
    }
    return part instanceof Input.Images images
        ? Optional.of(new InputSelection.Images(images.ids()))
        : Optional.empty();
  }

  @Override
  public boolean hasNext() {
    while (inMemory == null && !listing.hasNext() && turn < parts.size()) {
      Part next = parts.get(turn);
      turn++;
      if (next.selection().isEmpty()) {
        inMemory = new Item.InMemory(next.part(), turn);
      } else if (next.part() instanceof Input.Files) {
        listing = next.selection().get().items(from, next.selection().get().datasets(from));
      } else {
        listing = next.selection().get().items(from, next.datasets());
      }
    }
    return inMemory != null || listing.hasNext();
  }

  @Override
  public Item next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (inMemory != null) {
      Item item = inMemory;
      inMemory = null;
      return item;
    }
    return new Item.Elsewhere(listing.next());
  }
}
