package dev.relabel.bench;

import dev.relabel.annotation.Label;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.Deadline;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.Time;
import dev.relabel.publish.BatchWriter;
import dev.relabel.publish.BatchWriter.Age;
import dev.relabel.publish.BatchWriter.Copies;
import dev.relabel.publish.BatchWriter.Recorded;
import dev.relabel.publish.MergeSettings;
import dev.relabel.publish.PlannedChange;
import dev.relabel.publish.Publisher;
import dev.relabel.publish.Publisher.Earlier;
import dev.relabel.publish.Receipt;
import dev.relabel.publish.UploadMode;
import dev.relabel.run.WriteBack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;

/** Labels written by plain threads, batch by batch; nothing is kept on disk. */
record BatchRound(Platform platform, DatasetId dataset, List<Label> labels, int threads) {

  /** Looks at each batch, plans it, and writes it as a job does. */
  long safely(List<ImageId> images) throws InterruptedException, ExecutionException {
    BatchWriter writer =
        new BatchWriter(
            new Publisher(platform, MergeSettings.DEFAULT, Earlier.NONE, Time.SYSTEM),
            UploadMode.APPEND,
            WriteBack.PUBLISH,
            Age.OLDER,
            Copies.NONE);
    return inThreads(
        images,
        batch -> writer.write(dataset, planned(batch)).stream().mapToLong(Receipt::added).sum());
  }

  private List<Recorded> planned(List<ImageId> batch) {
    Map<ImageId, PlatformAnnotation> before = platform.annotations(dataset, batch);
    List<Recorded> planned = new ArrayList<>();
    for (ImageId image : batch) {
      PlatformAnnotation there = before.get(image);
      if (there == null) {
        throw new IllegalStateException("No image " + image);
      }
      planned.add(
          new Recorded(
              new PlannedChange(
                  "image:" + image,
                  dataset,
                  there,
                  UploadMode.APPEND.change(there, labels, MergeSettings.DEFAULT)),
              Optional.empty()));
    }
    return planned;
  }

  /** Only adds. */
  long blindly(List<ImageId> images) throws InterruptedException, ExecutionException {
    return inThreads(
        images,
        batch -> {
          Map<ImageId, List<Label>> additions = new LinkedHashMap<>();
          batch.forEach(image -> additions.put(image, labels));
          Map<ImageId, List<FigureId>> added =
              platform.addLabels(dataset, additions, Deadline.in(Duration.ofHours(1), Time.SYSTEM));
          return added.values().stream().mapToLong(List::size).sum();
        });
  }

  private long inThreads(List<ImageId> images, ToLongFunction<List<ImageId>> work)
      throws InterruptedException, ExecutionException {
    int size = platform.batchLimit();
    AtomicInteger next = new AtomicInteger();
    LongAdder added = new LongAdder();
    Callable<Void> task =
        () -> {
          for (int at = next.getAndAdd(size); at < images.size(); at = next.getAndAdd(size)) {
            added.add(work.applyAsLong(images.subList(at, Math.min(images.size(), at + size))));
          }
          return null;
        };
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        tasks.add(task);
      }
      for (Future<Void> done : pool.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      pool.shutdownNow();
    }
    return added.sum();
  }
}
