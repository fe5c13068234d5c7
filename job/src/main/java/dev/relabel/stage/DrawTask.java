package dev.relabel.stage;

import dev.relabel.annotation.Label;
import dev.relabel.drawing.ClassColours;
import dev.relabel.drawing.Drawing;
import dev.relabel.export.ExportFolder;
import dev.relabel.image.ImageDecoder;
import dev.relabel.image.Picture;
import dev.relabel.image.UnreadableImageException;
import dev.relabel.predict.ImageFetcher.Found;
import dev.relabel.predict.LabelFrame;
import dev.relabel.run.WorkItem;
import dev.relabel.sql.HadoopSettings;
import dev.relabel.stage.FetchedRows.FetchedRow;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws the labels of rows of predictions onto their images and writes JPEG files under the names
 * of {@link FileNames}.
 */
final class DrawTask implements VoidFunction<Iterator<Row>> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(DrawTask.class);

  private final ImageReach images;
  private final HadoopSettings hadoop;
  private final List<String> classes;
  private final String folder;

  DrawTask(ImageReach images, HadoopSettings hadoop, List<String> classes, String folder) {
    this.images = images;
    this.hadoop = hadoop;
    this.classes = classes;
    this.folder = folder;
  }

  @Override
  public void call(Iterator<Row> rows) throws IOException {
    ClassColours colours = new ClassColours(classes);
    ExportFolder files = ExportFolder.at(folder, hadoop.configuration());
    FetchedRows.forEach(rows, images, hadoop, row -> draw(files, row, colours));
  }

  private void draw(ExportFolder files, FetchedRow fetched, ClassColours colours)
      throws IOException {
    WorkItem item = fetched.item();
    if (!(fetched.image() instanceof Found found)) {
      LOG.warn("{} is not drawn: its image is gone", item.name());
      return;
    }
    List<Label> labels = PredictionRows.labels(fetched.row());
    try (Picture picture = found.decode(new ImageDecoder(images.maxPixels()))) {
      LabelFrame frame = LabelFrame.of(picture, item.width(), item.height());
      files.write(
          pictureName(FileNames.of(fetched.row())),
          Drawing.on(picture.width(), picture.height(), picture.toRgb(), colours)
              .draw(frame.toUpright(labels))
              .jpeg(Drawing.DEFAULT_QUALITY));
    } catch (UnreadableImageException e) {
      LOG.warn("{} is not drawn: it has changed since: {}", item.name(), e.getMessage());
    }
  }

  /** The drawing's file, for an image of that name: always a JPEG. */
  static String pictureName(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".jpg") ? name : name + ".jpg";
  }
}
