package dev.relabel.stage;

import dev.relabel.annotation.Label;
import dev.relabel.drawing.ClassColours;
import dev.relabel.drawing.Drawing;
import dev.relabel.image.ImageDecoder;
import dev.relabel.image.Picture;
import dev.relabel.image.UnreadableImageException;
import dev.relabel.platform.Platform;
import dev.relabel.predict.ImageFetcher.Fetched;
import dev.relabel.predict.ImageFetcher.Found;
import dev.relabel.predict.LabelFrame;
import dev.relabel.run.WorkItem;
import dev.relabel.source.WorkItemFetcher;
import dev.relabel.sql.HadoopSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Draws the labels of rows of predictions onto their images and writes JPEG files. */
final class DrawTask implements VoidFunction<Iterator<Row>> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(DrawTask.class);

  private final JobSettings settings;
  private final HadoopSettings hadoop;
  private final List<String> classes;
  private final String folder;

  DrawTask(JobSettings settings, HadoopSettings hadoop, List<String> classes, String folder) {
    this.settings = settings;
    this.hadoop = hadoop;
    this.classes = classes;
    this.folder = folder;
  }

  @Override
  public void call(Iterator<Row> rows) throws IOException {
    Platform platform = settings.platform() == null ? null : settings.platform().open();
    try (WorkItemFetcher fetcher =
        new WorkItemFetcher(platform, hadoop.configuration(), settings.maxPixels())) {
      draw(rows, fetcher, platform);
    }
  }

  private void draw(Iterator<Row> rows, WorkItemFetcher fetcher, @Nullable Platform platform)
      throws IOException {
    ClassColours colours = new ClassColours(classes);
    FileSystem files = new Path(folder).getFileSystem(hadoop.configuration());
    if (files instanceof LocalFileSystem local) {
      local.setWriteChecksum(false);
    }
    Iterator<Drawable> drawables =
        new DatasetBatches<>(
            rows,
            row -> PredictionRows.item(row).datasetId(),
            platform == null ? 1 : platform.batchLimit(),
            1, // whole images are held
            batch -> fetched(fetcher, batch));
    while (drawables.hasNext()) {
      Drawable drawable = drawables.next();
      if (drawable.image() instanceof Found found) {
        draw(files, found, PredictionRows.labels(drawable.row()), drawable.item(), colours);
      } else {
        LOG.warn("{} is not drawn: its image is gone", drawable.item().name());
      }
    }
  }

  /** A row and its image. */
  private record Drawable(Row row, WorkItem item, Fetched image) {}

  private static List<Drawable> fetched(WorkItemFetcher fetcher, List<Row> rows) {
    List<WorkItem> items = rows.stream().map(PredictionRows::item).toList();
    List<Fetched> images = fetcher.fetch(items);
    List<Drawable> drawables = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      drawables.add(new Drawable(rows.get(i), items.get(i), images.get(i)));
    }
    return drawables;
  }

  private void draw(
      FileSystem files, Found found, List<Label> labels, WorkItem item, ClassColours colours)
      throws IOException {
    try (Picture picture = found.decode(new ImageDecoder(settings.maxPixels()))) {
      LabelFrame frame = LabelFrame.of(picture, item.width(), item.height());
      write(
          files,
          item,
          Drawing.on(picture.width(), picture.height(), picture.toRgb(), colours)
              .draw(frame.toUpright(labels))
              .jpeg(Drawing.DEFAULT_QUALITY));
    } catch (UnreadableImageException e) {
      LOG.warn("{} is not drawn: it has changed since: {}", item.name(), e.getMessage());
    }
  }

  private void write(FileSystem files, WorkItem item, byte[] jpeg) throws IOException {
    try (OutputStream out = files.create(new Path(folder, fileName(item.name())), true)) {
      out.write(jpeg);
    }
  }

  /** Names come from a server, so they must not lead out of the folder. */
  static String fileName(String name) {
    String safe =
        Arrays.stream(name.split("[/\\\\]+", -1))
            .filter(part -> !part.isBlank())
            .map(part -> part.matches("\\.+") ? "_" : part.replaceAll("[:\\p{Cntrl}]", "_"))
            .collect(Collectors.joining("/"));
    return safe.toLowerCase(Locale.ROOT).endsWith(".jpg")
        ? safe
        : (safe.isEmpty() ? "_" : safe) + ".jpg";
  }
}
