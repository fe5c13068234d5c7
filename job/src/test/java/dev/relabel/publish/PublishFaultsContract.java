package dev.relabel.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Rectangle;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.DatasetInfo;
import dev.relabel.platform.Deadlines;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformException;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.ProjectInfo;
import dev.relabel.platform.RetryPolicy;
import dev.relabel.platform.embedded.Faults;
import dev.relabel.platform.local.ProjectFixture;
import dev.relabel.publish.BatchWriter.Age;
import dev.relabel.publish.BatchWriter.Copied;
import dev.relabel.publish.BatchWriter.Copies;
import dev.relabel.publish.BatchWriter.Recorded;
import dev.relabel.publish.Publisher.Earlier;
import dev.relabel.run.WriteBack;
import dev.relabel.testing.SkippedTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What goes wrong on the wire, in each mode: what the server holds in the end is what it should.
 * The same goes for every platform.
 */
abstract class PublishFaultsContract {
  private static final int LONGEST_WAIT_SECONDS = 30;
  private static final int MOST_ATTEMPTS = 4;

  /** More than one request takes, with those of another image. */
  private static final int LABELS = 60;

  private final CountDownLatch released = new CountDownLatch(1);
  private final CountDownLatch landed = new CountDownLatch(1);
  private final SkippedTime time = new SkippedTime(this::letLand);
  private final Trap trap = new Trap();
  private final Path directory;
  private Served server;
  private Platform platform;

  /** A platform that serves a directory. */
  interface Served extends AutoCloseable {
    /** Its only project. */
    ProjectId project();

    /** A client, with little patience. */
    Platform connect();

    @Override
    void close();
  }

  /** A retry policy that waits for nothing. */
  static final RetryPolicy RETRIES =
      new RetryPolicy(4, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofSeconds(30));

  /** Serves a directory. */
  abstract Served serve(Path of, Faults faults) throws IOException;

  /** What the faults call the method that adds labels. */
  abstract String adding();

  /** What the faults call the method that removes labels. */
  abstract String removing();

  /** What the faults call the method that reads what is on images. */
  abstract String looking();

  PublishFaultsContract(Path directory) throws IOException {
    this.directory = directory.resolve("city");
    ProjectFixture.in(this.directory)
        .annotated("ds", "a.png", 80, 60, ProjectFixture.car(2, 2, 10, 10))
        .annotated("ds", "b.png", 81, 60, ProjectFixture.car(2, 2, 10, 10))
        .image("ds", "c.png", 82, 60);
    server = serve(this.directory, trap);
    platform = server.connect();
  }

  @AfterEach
  void stop() {
    released.countDown();
    platform.close();
    server.close();
  }

  private void letLand() {
    if (trap.isSprung() && trap.trouble == Trouble.LATE) {
      released.countDown();
      await(landed);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What goes wrong. */
  private enum Trouble {
    NONE,
    BUSY_WITH_A_TIME_TO_WAIT,
    BUSY_FOR_LONG,
    ERROR_BEFORE,
    WEB_PAGE_BEFORE,
    RESET_BEFORE,
    WEB_PAGE_AFTER,
    GATEWAY_TIMEOUT_AFTER,
    TRUNCATED_AFTER,
    RESET_AFTER,
    SECOND_PART_LOST,
    LATE
  }

  /** Makes trouble at the first calls of one method. */
  private final class Trap implements Faults {
    private static final int LONG = 6; // more than the client repeats
    private Trouble trouble = Trouble.NONE;
    private String method = "";
    private int calls;

    synchronized void set(Trouble next, String at) {
      trouble = next;
      method = at;
      calls = 0;
    }

    synchronized boolean isSprung() {
      return calls > 0;
    }

    @Override
    public synchronized Optional<Fault> before(String called) {
      if (!called.equals(method)) {
        return Optional.empty();
      }
      calls++;
      Fault fault =
          switch (trouble) {
            case BUSY_WITH_A_TIME_TO_WAIT -> new Refusal(429, Map.of("Retry-After", "1"));
            case BUSY_FOR_LONG -> new Refusal(429, Map.of());
            case ERROR_BEFORE -> new Refusal(500, Map.of());
            case WEB_PAGE_BEFORE -> new WebPage();
            case RESET_BEFORE, SECOND_PART_LOST -> new Reset();
            case LATE -> new Late(() -> await(released));
            default -> new Pause(() -> {});
          };
      boolean isHit =
          switch (trouble) {
            case BUSY_FOR_LONG -> calls <= LONG;
            case SECOND_PART_LOST -> calls == 2;
            default -> calls == 1;
          };
      return isHit ? Optional.of(fault) : Optional.empty();
    }

    @Override
    public synchronized Optional<Fault> after(String called) {
      if (!called.equals(method)) {
        return Optional.empty();
      }
      if (trouble == Trouble.LATE) {
        landed.countDown();
      }
      Fault fault =
          switch (trouble) {
            case WEB_PAGE_AFTER -> new WebPage();
            case GATEWAY_TIMEOUT_AFTER -> new Refusal(504, Map.of());
            case TRUNCATED_AFTER -> new Truncated();
            case RESET_AFTER -> new Reset();
            default -> new Pause(() -> {});
          };
      return calls == 1 ? Optional.of(fault) : Optional.empty();
    }
  }

  static Stream<Arguments> troubles() {
    return Stream.of(Trouble.values())
        .flatMap(
            trouble -> Stream.of(UploadMode.values()).map(mode -> Arguments.of(trouble, mode)));
  }

  @ParameterizedTest(name = "{0} of an addition in mode {1}")
  @MethodSource("troubles")
  void additionsComeOut(Trouble trouble, UploadMode mode) {
    comesOut(trouble, adding(), mode);
  }

  @ParameterizedTest(name = "{0} of a removal in mode {1}")
  @MethodSource("troubles")
  void removalsComeOut(Trouble trouble, UploadMode mode) {
    comesOut(trouble, removing(), mode);
  }

  @ParameterizedTest(name = "{0} of a look in mode {1}")
  @MethodSource("troubles")
  void looksComeOut(Trouble trouble, UploadMode mode) {
    if (trouble != Trouble.LATE) { // what is read late is read by nobody
      comesOut(trouble, looking(), mode);
    }
  }

  private void comesOut(Trouble trouble, String method, UploadMode mode) {
    DatasetInfo dataset = platform.datasets(server.project()).get(0);
    List<PlannedChange> changes = plan(dataset.id(), mode);
    Copies copies = mode == UploadMode.CREATE ? this::copies : Copies.NONE;
    trap.set(trouble, method);

    List<Receipt> published = write(changes, List.of(), WriteBack.PUBLISH, mode, copies);

    trap.set(Trouble.NONE, "");
    assertThat(published)
        .extracting(Receipt::outcome)
        .allMatch(word -> word.equals("applied") || word.equals("already_there"));
    for (int i = 0; i < changes.size(); i++) {
      assertHolds(published.get(i), wanted(changes.get(i)));
    }
    trap.set(trouble, method);

    List<Receipt> takenBack = write(changes, published, WriteBack.UNDO, mode, copies);

    trap.set(Trouble.NONE, "");
    for (int i = 0; i < changes.size(); i++) {
      assertHolds(takenBack.get(i), labels(changes.get(i).before()));
    }
  }

  private List<PlannedChange> plan(DatasetId dataset, UploadMode mode) {
    List<Label> predictions = new ArrayList<>();
    for (int i = 0; i < LABELS; i++) {
      int left = 12 + i;
      predictions.add(
          Label.predicted("car", new Rectangle(left, 20, left + 6, 30), i / (double) LABELS));
    }
    List<PlannedChange> changes = new ArrayList<>();
    List<ImageInfo> images = new ArrayList<>();
    platform.images(dataset).forEachRemaining(images::add);
    Map<ImageId, PlatformAnnotation> there =
        platform.annotations(dataset, images.stream().map(ImageInfo::id).toList());
    for (ImageInfo image : images) {
      PlatformAnnotation before =
          mode == UploadMode.CREATE ? empty(image) : there.getOrDefault(image.id(), empty(image));
      changes.add(
          new PlannedChange(
              "image:" + image.id(),
              dataset,
              before,
              mode.change(
                  before,
                  platform.held(dataset, predictions, image.width(), image.height()),
                  MergeSettings.DEFAULT)));
    }
    return changes;
  }

  private static PlatformAnnotation empty(ImageInfo image) {
    return new PlatformAnnotation(
        image.id(), image.width(), image.height(), List.of(), List.of(), List.of());
  }

  private Copied copies(DatasetId dataset, List<ImageId> images) {
    ProjectInfo copy = platform.ensureCopyOf(platform.project(server.project()), "copy", "");
    DatasetInfo into = platform.ensureDataset(copy.id(), Optional.empty(), "ds");
    platform.mergeSchema(
        copy.id(), List.of(new LabelClass("car", LabelClass.Shape.RECTANGLE)), "_nn");
    return new Copied(
        into.id(),
        platform.copyImages(platform.images(images), into.id()).stream()
            .map(ImageInfo::id)
            .toList());
  }

  /** As a task of a job does it, which is repeated when it fails. */
  private List<Receipt> write(
      List<PlannedChange> changes,
      List<Receipt> last,
      WriteBack writeBack,
      UploadMode mode,
      Copies copies) {
    List<Recorded> rows = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      rows.add(
          new Recorded(
              changes.get(i), last.isEmpty() ? Optional.empty() : Optional.of(last.get(i))));
    }
    Age age = last.isEmpty() ? Age.OLDER : Age.PREVIOUS;
    List<Receipt> receipts = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += platform.batchLimit()) {
      int to = Math.min(rows.size(), from + platform.batchLimit());
      receipts.addAll(write(rows.subList(from, to), writeBack, mode, age, copies));
    }
    return receipts;
  }

  private List<Receipt> write(
      List<Recorded> batch, WriteBack writeBack, UploadMode mode, Age age, Copies copies) {
    for (int attempt = 1; ; attempt++) {
      Earlier earlier = attempt == 1 ? Earlier.NONE : Earlier.BROKEN_OFF;
      Publisher publisher = new Publisher(platform, MergeSettings.DEFAULT, earlier, time);
      try {
        return new BatchWriter(publisher, mode, writeBack, age, copies)
            .write(batch.get(0).planned().dataset(), batch);
      } catch (PlatformException e) {
        assertThat(attempt).as(e.getMessage()).isLessThan(MOST_ATTEMPTS);
      }
    }
  }

  private static List<Label> wanted(PlannedChange planned) {
    List<Label> wanted = new ArrayList<>(labels(planned.before()));
    planned.change().removals().forEach(removal -> wanted.remove(removal.label()));
    wanted.addAll(planned.change().additions());
    return wanted;
  }

  private static List<Label> labels(PlatformAnnotation annotation) {
    return annotation.labels().stream().map(PlatformLabel::label).toList();
  }

  /** The image holds these labels, and the receipt names those of them that are the run's. */
  private void assertHolds(Receipt receipt, List<Label> expected) {
    PlatformAnnotation there =
        platform
            .annotations(receipt.dataset(), List.of(receipt.image()))
            .getOrDefault(
                receipt.image(),
                new PlatformAnnotation(receipt.image(), 0, 0, List.of(), List.of(), List.of()));
    assertThat(labels(there)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(there.labels())
        .extracting(PlatformLabel::id)
        .containsAll(
            receipt.standing().additions().stream()
                .filter(Standing.Presence::isThere)
                .map(Standing.Presence::figure)
                .toList());
  }

  @ParameterizedTest
  @EnumSource(UploadMode.class)
  void whatAPersonDoesMeanwhileStays(UploadMode mode) {
    DatasetInfo dataset = platform.datasets(server.project()).get(0);
    List<PlannedChange> changes = plan(dataset.id(), mode);
    Copies copies = mode == UploadMode.CREATE ? this::copies : Copies.NONE;
    List<Label> before = onImage(dataset, 0);
    Label drawn = person(new Rectangle(40, 40, 50, 50));
    Label drawnLater = person(new Rectangle(60, 40, 70, 50));
    draw(dataset, 0, drawn);
    draw(dataset, 2, drawn);

    List<Receipt> published = write(changes, List.of(), WriteBack.PUBLISH, mode, copies);

    List<Label> now = onImage(dataset, 0);
    assertThat(now).contains(drawn);
    assertThat(onImage(dataset, 2)).contains(drawn);
    draw(dataset, 0, drawnLater);
    write(changes, published, WriteBack.UNDO, mode, copies);

    List<Label> left = new ArrayList<>(before);
    left.add(drawn);
    left.add(drawnLater);
    assertThat(onImage(dataset, 0)).containsExactlyInAnyOrderElementsOf(left);
    assertThat(onImage(dataset, 2)).containsExactly(drawn);
  }

  @Test
  void whatAPersonHasDeletedOrMovedIsLeftAlone() {
    DatasetInfo dataset = platform.datasets(server.project()).get(0);
    List<PlannedChange> changes = plan(dataset.id(), UploadMode.REPLACE);
    Label moved = person(new Rectangle(2, 40, 12, 50));
    takeAway(dataset, 0, onImage(dataset, 0).get(0));
    takeAway(dataset, 1, onImage(dataset, 1).get(0));
    draw(dataset, 1, moved);

    List<Receipt> published =
        write(changes, List.of(), WriteBack.PUBLISH, UploadMode.REPLACE, Copies.NONE);
    Label ours = changes.get(0).change().additions().get(0);
    takeAway(dataset, 0, ours);
    List<Receipt> takenBack =
        write(changes, published, WriteBack.UNDO, UploadMode.REPLACE, Copies.NONE);

    assertThat(published.get(1).conflicts()).isEqualTo(1);
    assertThat(takenBack).extracting(Receipt::outcome).doesNotContain("failed", "unknown");
    assertThat(onImage(dataset, 0)).as("deleted by a person").isEmpty();
    assertThat(onImage(dataset, 1)).contains(moved);
  }

  private static Label person(Rectangle box) {
    return new Label("car", box, OptionalDouble.empty(), List.of(), Origin.PERSON);
  }

  private ImageId image(DatasetInfo dataset, int number) {
    List<ImageId> images = new ArrayList<>();
    platform.images(dataset.id()).forEachRemaining(each -> images.add(each.id()));
    return images.get(number);
  }

  private List<Label> onImage(DatasetInfo dataset, int number) {
    ImageId image = image(dataset, number);
    return labels(
        Objects.requireNonNull(platform.annotations(dataset.id(), List.of(image)).get(image)));
  }

  private void draw(DatasetInfo dataset, int number, Label label) {
    platform.addLabels(
        dataset.id(), Map.of(image(dataset, number), List.of(label)), Deadlines.NONE);
  }

  private void takeAway(DatasetInfo dataset, int number, Label label) {
    ImageId image = image(dataset, number);
    List<PlatformLabel> there =
        Objects.requireNonNull(platform.annotations(dataset.id(), List.of(image)).get(image))
            .labels();
    platform.removeLabels(
        dataset.id(),
        Map.of(image, there.stream().filter(each -> each.label().equals(label)).toList()),
        Deadlines.NONE);
  }

  @Test
  void aListThatShiftsWhileItIsPagedNamesEachImageThatStaysOnce() throws IOException {
    stop();
    int pages = 3;
    int perPage = 500;
    Path images = directory.resolve("ds").resolve("img");
    for (int i = 0; i < pages * perPage; i++) {
      Files.copy(images.resolve("a.png"), images.resolve("%s.png".formatted(10_000 + i)));
    }
    server = serve(this.directory, trap);
    platform = server.connect();
    DatasetInfo dataset = platform.datasets(server.project()).get(0);
    List<ImageId> listed = new ArrayList<>();
    Iterator<ImageInfo> list = platform.images(dataset.id());
    List<Path> gone = new ArrayList<>();

    while (list.hasNext()) {
      ImageInfo next = list.next();
      listed.add(next.id());
      if (listed.size() % perPage == 10) {
        gone.add(images.resolve(next.name()));
        Files.delete(images.resolve(next.name()));
      }
    }

    assertThat(gone).hasSize(pages);
    assertThat(listed).doesNotHaveDuplicates().hasSize(pages * perPage + 3);
  }
}
