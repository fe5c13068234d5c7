package dev.relabel.stage;

import dev.relabel.drawing.ClassColours;
import dev.relabel.drawing.Drawing;
import dev.relabel.export.ExportFolder;
import dev.relabel.export.ExportItem;
import dev.relabel.export.FilePerImage;
import dev.relabel.image.ImageDecoder;
import dev.relabel.image.Picture;
import dev.relabel.predict.ImageFetcher.Bytes;
import dev.relabel.predict.ImageFetcher.Found;
import dev.relabel.run.WorkItem;
import dev.relabel.sql.HadoopSettings;
import dev.relabel.stage.FetchedRows.FetchedRow;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a file with the labels for each row of predictions, and the image beside it if that is
 * wanted, under the names of {@link FileNames}. A file is written before its image, so that no
 * image is without its labels.
 */
final class LabelFilesTask implements VoidFunction<Iterator<Row>> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(LabelFilesTask.class);

  /** A frame of a video is no file yet; this much of it is kept. */
  private static final double FRAME_QUALITY = 0.95;

  private final FilePerImage format;
  private final HadoopSettings hadoop;
  private final String folder;
  private final @Nullable ImageReach images;

  /**
   * A task.
   *
   * @param images where the images are; null to write labels only
   */
  LabelFilesTask(
      FilePerImage format, HadoopSettings hadoop, String folder, @Nullable ImageReach images) {
    this.format = format;
    this.hadoop = hadoop;
    this.folder = folder;
    this.images = images;
  }

  @Override
  public void call(Iterator<Row> rows) throws IOException {
    ExportFolder files = ExportFolder.at(folder, hadoop.configuration());
    if (images != null) {
      FetchedRows.forEach(rows, images, hadoop, row -> writeBoth(files, row, images));
      return;
    }
    while (rows.hasNext()) {
      writeLabels(files, rows.next());
    }
  }

  private void writeLabels(ExportFolder files, Row row) throws IOException {
    files.write(format.labelPath(FileNames.of(row)), format.labels(exported(row)));
  }

  private void writeBoth(ExportFolder files, FetchedRow fetched, ImageReach reach)
      throws IOException {
    writeLabels(files, fetched.row());
    if (fetched.image() instanceof Found found) {
      files.write(format.imagePath(FileNames.of(fetched.row())), encoded(found, reach));
    } else {
      LOG.warn("The image {} is gone; only its labels are exported", fetched.item().name());
    }
  }

  private static byte[] encoded(Found found, ImageReach reach) {
    if (found instanceof Bytes bytes) {
      return bytes.encoded();
    }
    try (Picture picture = found.decode(new ImageDecoder(reach.maxPixels()))) {
      return Drawing.on(
              picture.width(), picture.height(), picture.toRgb(), new ClassColours(List.of()))
          .jpeg(FRAME_QUALITY);
    }
  }

  /** A row as exports take it, under its own name. */
  static ExportItem exported(Row row) {
    WorkItem item = PredictionRows.item(row);
    return new ExportItem(
        item.imageId(), item.name(), item.width(), item.height(), PredictionRows.labels(row));
  }
}
