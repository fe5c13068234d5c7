package dev.relabel.testing;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelClass;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.DatasetInfo;
import dev.relabel.platform.Deadline;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.OutcomeUnknownException;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.ProjectInfo;
import dev.relabel.platform.RefusedContentException;
import dev.relabel.platform.Schema;
import dev.relabel.platform.StaleException;
import dev.relabel.platform.Time;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One dataset in memory, with faults placed exactly: the next write can be lost before or after its
 * effect, or halfway.
 */
public final class FakePlatform implements Platform {
  /** What happens to the next write. */
  public enum Fault {
    /** No effect, no answer. */
    LOST_BEFORE,
    /** The effect, but no answer. */
    LOST_AFTER,
    /** The effect on the first image only, and no answer. */
    HALFWAY,
    /** No effect and an answer that says so too vaguely to be believed. */
    FAILED,
    /** No answer; what was to be added appears before the next read. */
    LANDS_AT_THE_NEXT_READ,
    /** No answer; what was to be added appears just before the effect of the next write. */
    LANDS_BEFORE_THE_NEXT_WRITE,
    /** No answer; what was to be added appears after the next write. */
    LANDS_AFTER_THE_NEXT_WRITE
  }

  public static final DatasetId DATASET = new DatasetId(7);
  public static final int SIZE = 100;

  private final Map<ImageId, List<PlatformLabel>> images = new LinkedHashMap<>();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private Predicate<Label> refused = label -> false;
  private long nextFigure = 1000;
  private final Set<ImageId> unreadable = new HashSet<>();
  private int writes;
  private Map<ImageId, List<Label>> late = Map.of();
  private boolean landsAtARead;
  private Runnable afterTheNextRead = () -> {};
  private boolean refusesRemovals;
  private Time time = Time.SYSTEM;
  private final List<String> calls = new ArrayList<>();
  private boolean landsBeforeAWrite;

  /** Puts an image there, with labels as a person would draw them. */
  public FakePlatform image(long id, Label... labels) {
    List<PlatformLabel> held = new ArrayList<>();
    for (Label label : labels) {
      held.add(new PlatformLabel(Optional.of(new FigureId(nextFigure++)), label));
    }
    images.put(new ImageId(id), held);
    return this;
  }

  /** Places faults for the next writes, one each. */
  public void failWrites(Fault... next) {
    faults.addAll(List.of(next));
  }

  /** Labels that the server refuses. */
  public void refuse(Predicate<Label> labels) {
    refused = labels;
  }

  /** An image whose annotation makes no sense. */
  public void refuseToRead(long image) {
    unreadable.add(new ImageId(image));
  }

  /** An image whose annotation makes sense again. */
  public void readAgain(long image) {
    unreadable.remove(new ImageId(image));
  }

  /** From now on the server refuses to remove anything. */
  public void refuseRemovals() {
    refusesRemovals = true;
  }

  /** Something happens once, between the next look and the write after it. */
  public void afterTheNextRead(Runnable something) {
    afterTheNextRead = something;
  }

  /** The clock that deadlines are on. */
  public FakePlatform on(Time clock) {
    time = clock;
    return this;
  }

  /** The calls so far that looked or had an effect: {@code read}, {@code add}, {@code remove}. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** How many writes had an effect. */
  public int writes() {
    return writes;
  }

  /** A person draws a label. */
  public FigureId draw(long image, Label label) {
    FigureId id = new FigureId(nextFigure++);
    held(new ImageId(image)).add(new PlatformLabel(Optional.of(id), label));
    return id;
  }

  /** A person deletes a label. */
  public void delete(long image, FigureId label) {
    held(new ImageId(image)).removeIf(each -> each.id().equals(Optional.of(label)));
  }

  /** A person changes a label. */
  public void edit(long image, FigureId figure, Label label) {
    held(new ImageId(image))
        .replaceAll(
            each ->
                each.id().equals(Optional.of(figure)) ? new PlatformLabel(each.id(), label) : each);
  }

  /** What is on an image. */
  public PlatformAnnotation on(long image) {
    ImageId id = new ImageId(image);
    return new PlatformAnnotation(id, SIZE, SIZE, held(id), List.of(), List.of());
  }

  /** What is on an image, without IDs. */
  public List<Label> labels(long image) {
    return on(image).labels().stream().map(PlatformLabel::label).toList();
  }

  private List<PlatformLabel> held(ImageId image) {
    List<PlatformLabel> labels = images.get(image);
    if (labels == null) {
      throw new IllegalArgumentException("The fake has no image " + image);
    }
    return labels;
  }

  @Override
  public Map<ImageId, PlatformAnnotation> annotations(DatasetId dataset, List<ImageId> ids) {
    if (ids.stream().anyMatch(unreadable::contains)) {
      throw new RefusedContentException("The fake cannot read that", null);
    }
    if (landsAtARead) {
      land();
    }
    calls.add("read");
    Map<ImageId, PlatformAnnotation> found = new LinkedHashMap<>();
    for (ImageId id : ids) {
      if (images.containsKey(id)) {
        found.put(id, on(id.number()));
      }
    }
    Runnable something = afterTheNextRead;
    afterTheNextRead = () -> {};
    something.run();
    return found;
  }

  @Override
  public List<LabelClass> planSchema(
      Optional<ProjectId> project, List<LabelClass> wanted, String suffix) {
    return wanted;
  }

  @Override
  public Map<ImageId, List<FigureId>> addLabels(
      DatasetId dataset, Map<ImageId, List<Label>> labels, Deadline deadline) {
    check(deadline);
    labels.values().stream()
        .flatMap(List::stream)
        .filter(refused)
        .findFirst()
        .ifPresent(
            label -> {
              throw new RefusedContentException("The fake refuses " + label.className(), null);
            });
    Fault fault = faults.poll();
    if (fault == Fault.LOST_BEFORE) {
      throw new OutcomeUnknownException("no answer", null);
    }
    if (fault == Fault.FAILED) {
      throw new OutcomeUnknownException("failed", OutcomeUnknownException.Work.FINISHED, null);
    }
    if (fault == Fault.LANDS_AT_THE_NEXT_READ
        || fault == Fault.LANDS_BEFORE_THE_NEXT_WRITE
        || fault == Fault.LANDS_AFTER_THE_NEXT_WRITE) {
      landsAtARead |= fault == Fault.LANDS_AT_THE_NEXT_READ;
      landsBeforeAWrite |= fault == Fault.LANDS_BEFORE_THE_NEXT_WRITE;
      late = labels;
      throw new OutcomeUnknownException("no answer", null);
    }
    if (landsBeforeAWrite) {
      land();
    }
    Map<ImageId, List<FigureId>> ids = add(labels, fault);
    land();
    if (fault != null) {
      throw new OutcomeUnknownException("no answer", null);
    }
    return ids;
  }

  private void check(Deadline deadline) {
    if (deadline.isPast(time)) {
      throw new StaleException("The fake keeps deadlines");
    }
  }

  private void land() {
    if (!late.isEmpty()) {
      Map<ImageId, List<Label>> labels = late;
      late = Map.of();
      add(labels, null);
    }
  }

  private Map<ImageId, List<FigureId>> add(
      Map<ImageId, List<Label>> labels, @Nullable Fault fault) {
    calls.add("add");
    writes++;
    Map<ImageId, List<FigureId>> ids = new LinkedHashMap<>();
    for (Map.Entry<ImageId, List<Label>> each : labels.entrySet()) {
      ids.put(
          each.getKey(),
          each.getValue().stream().map(label -> draw(each.getKey().number(), label)).toList());
      if (fault == Fault.HALFWAY) {
        break;
      }
    }
    return ids;
  }

  @Override
  public void removeLabels(
      DatasetId dataset, Map<ImageId, List<PlatformLabel>> byImage, Deadline deadline) {
    List<FigureId> labels =
        byImage.values().stream()
            .flatMap(List::stream)
            .map(label -> label.id().orElseThrow())
            .toList();
    check(deadline);
    if (refusesRemovals) {
      throw new RefusedContentException("The fake removes nothing", null);
    }
    Fault fault = faults.poll();
    if (fault == Fault.LOST_BEFORE) {
      throw new OutcomeUnknownException("no answer", null);
    }
    calls.add("remove");
    writes++;
    List<FigureId> some =
        fault == Fault.HALFWAY ? labels.subList(0, (labels.size() + 1) / 2) : labels;
    images
        .values()
        .forEach(held -> held.removeIf(each -> each.id().map(some::contains).orElse(false)));
    if (fault != null) {
      throw new OutcomeUnknownException("no answer", null);
    }
  }

  @Override
  public int batchLimit() {
    return 50;
  }

  @Override
  public String address() {
    return "fake:";
  }

  @Override
  public ProjectInfo project(ProjectId id) {
    return new ProjectInfo(id, "fake", 1, "images", images.size());
  }

  @Override
  public DatasetInfo dataset(DatasetId id) {
    return new DatasetInfo(id, new ProjectId(1), Optional.empty(), "fake", images.size());
  }

  @Override
  public List<DatasetInfo> datasets(ProjectId id) {
    return List.of(dataset(DATASET));
  }

  @Override
  public Iterator<ImageInfo> images(DatasetId dataset) {
    return images(List.copyOf(images.keySet())).iterator();
  }

  @Override
  public List<ImageInfo> images(List<ImageId> ids) {
    for (ImageId id : ids) {
      if (!images.containsKey(id)) {
        throw new NotOnPlatformException("The fake has no image " + id, null);
      }
    }
    return ids.stream()
        .map(id -> new ImageInfo(id, DATASET, id + ".png", SIZE, SIZE, 1, "", ""))
        .toList();
  }

  @Override
  public Map<ImageId, byte[]> download(DatasetId dataset, List<ImageId> ids) {
    return Map.of();
  }

  @Override
  public Schema schema(ProjectId project) {
    return new Schema(List.of());
  }

  @Override
  public List<LabelClass> mergeSchema(ProjectId project, List<LabelClass> wanted, String suffix) {
    return wanted;
  }

  @Override
  public ProjectInfo ensureProject(long workspaceId, String name, String description) {
    return project(new ProjectId(1));
  }

  @Override
  public DatasetInfo ensureDataset(ProjectId project, Optional<DatasetId> parent, String name) {
    return dataset(DATASET);
  }

  @Override
  public List<ImageInfo> copyImages(List<ImageInfo> copied, DatasetId into) {
    return copied;
  }

  @Override
  public void close() {}
}
