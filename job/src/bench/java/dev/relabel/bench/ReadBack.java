package dev.relabel.bench;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelMatching;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.Tolerance;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.DatasetInfo;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.Secret;
import dev.relabel.platform.supervisely.SuperviselyConnection;
import dev.relabel.testing.TinyModel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** Compares every image of a served project with what it should hold after one run. */
final class ReadBack {
  /** What {@link TinyModel} finds on each image. */
  private static final List<Label> FOUND =
      List.of(
          Label.predicted("part", new Rectangle(8, 16, 24, 32), 0.9),
          Label.predicted("whole", new Rectangle(0, 0, 64, 64), 0.6));

  private final int drawn;
  private int images;
  private int lost;
  private int twice;
  private int destroyed;

  private ReadBack(int drawn) {
    this.drawn = drawn;
  }

  /**
   * Reads all images back.
   *
   * @param drawn how many boxes were on each before
   * @throws IllegalStateException if an image lacks a label or has one too many
   */
  static void check(BenchServer server, int drawn, int expected) {
    ReadBack check = new ReadBack(drawn);
    try (Platform platform =
        SuperviselyConnection.of(server.address(), Secret.of(BenchServer.TOKEN))
            .withRequestsPerSecond(10_000)
            .open(1)) {
      for (DatasetInfo dataset : platform.datasets(new ProjectId(server.project()))) {
        check.dataset(platform, dataset.id());
      }
    }
    String found =
        String.format(
            Locale.ROOT,
            "read back %d images: %d labels lost, %d too many, %d of those before destroyed",
            check.images,
            check.lost,
            check.twice,
            check.destroyed);
    System.out.println(found);
    if (check.images != expected || check.lost + check.twice + check.destroyed > 0) {
      throw new IllegalStateException(found);
    }
  }

  private void dataset(Platform platform, DatasetId dataset) {
    Iterator<ImageInfo> all = platform.images(dataset);
    List<ImageId> batch = new ArrayList<>();
    while (all.hasNext()) {
      batch.add(all.next().id());
      if (batch.size() == platform.batchLimit() || !all.hasNext()) {
        platform.annotations(dataset, batch).values().forEach(this::image);
        batch.clear();
      }
    }
  }

  private void image(PlatformAnnotation annotation) {
    images++;
    List<Label> before = new ArrayList<>();
    List<Label> added = new ArrayList<>();
    for (PlatformLabel each : annotation.labels()) {
      (each.label().className().equals(TinyProject.DRAWN) ? before : added).add(each.label());
    }
    LabelMatching matching = LabelMatching.match(FOUND, added, Tolerance.SERVER);
    lost += matching.onlyLeft().size();
    twice += matching.onlyRight().size();
    destroyed += Math.max(0, drawn - before.size());
    twice += Math.max(0, before.size() - drawn);
  }
}
