package dev.relabel.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Label;
import dev.relabel.coco.CocoAnnotation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes predictions as one COCO data set file, image by image, in memory that does not grow with
 * their number.
 *
 * <pre>
 * {"info": {"description": …},
 *  "annotations": [{"id": 1, "image_id": 7, "category_id": 1, "bbox": [x, y, width, height],
 *                   "area": …, "segmentation": …, "iscrowd": 0, "score": 0.91,
 *                   "geometry": "rectangle"}, …],
 *  "images": [{"id": 7, "file_name": "street/a.jpg", "width": 1280, "height": 960}, …],
 *  "categories": [{"id": 1, "name": "person", "supercategory": ""}, …]}
 * </pre>
 *
 * <p>This is the data set format, not the list of results, because every viewer loads it by itself.
 * {@code score} is an extra that viewers show and others skip. The list of results for pycocotools'
 * {@code loadRes} is {@code jq '[.annotations[] | {image_id, category_id, bbox, score}]'} of it.
 *
 * <ul>
 *   <li>Category IDs are the model's class indices plus 1 (COCO has no 0), so those of an 80-class
 *       COCO model are 1–80 and not the 1–90 with gaps of COCO's own files: join by name. A label
 *       whose class the model did not declare gets the next free ID.
 *   <li>Image IDs are the platform's if those are numbers. Otherwise images are counted from 1, and
 *       the ID of a platform whose IDs are texts is the image's {@code platform_id}.
 *   <li>Coordinates are continuous pixels of the upright image, as everywhere here and in COCO,
 *       rounded to thousandths.
 * </ul>
 *
 * <p>{@link CocoAnnotation} says what becomes of each geometry; keypoints are in the order of the
 * class's first label.
 *
 * <p>The file appears when {@link #finish} returns, all at once; closing before leaves an older
 * file as it was. Confined to one thread.
 */
public final class CocoExport implements AutoCloseable {
  private static final String FILE = "writing";
  private static final String IMAGES = "images";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final JsonFactory JSON = new JsonFactory();

  private final ExportTarget target;
  private final CocoCategories categories;
  // COCO wants two arrays; the shorter one waits in a file of its own until the other is complete.
  private final JsonGenerator images;
  private final OutputStream fileOut;
  private final JsonGenerator file;
  private final CocoAnnotation annotation;
  private long imageCount;
  private long annotationCount;

  /** Whether images are counted, because they have no numbers of their own. */
  private boolean isCounted;

  private boolean closed;

  private CocoExport(
      ExportTarget target, List<String> classes, OutputStream imagesOut, OutputStream fileOut)
      throws IOException {
    this.target = target;
    this.categories = new CocoCategories(classes);
    this.images = JSON.createGenerator(imagesOut);
    this.fileOut = fileOut;
    this.file = JSON.createGenerator(fileOut);
    this.annotation = new CocoAnnotation(file);
  }

  /**
   * Begins a file.
   *
   * @param target where to
   * @param classes the model's classes in the order of their indices
   * @param description what the predictions are of, such as the run's and the model's name
   */
  public static CocoExport begin(ExportTarget target, List<String> classes, String description)
      throws IOException {
    OutputStream imagesOut = target.createPart(IMAGES);
    CocoExport export;
    try {
      export = new CocoExport(target, classes, imagesOut, target.createPart(FILE));
    } catch (IOException e) {
      imagesOut.close();
      target.deletePart(IMAGES);
      throw e;
    }
    try {
      export.writeHead(description);
    } catch (IOException e) {
      export.close();
      throw e;
    }
    return export;
  }

  private void writeHead(String description) throws IOException {
    file.writeStartObject();
    file.writeObjectFieldStart("info");
    file.writeStringField("description", description);
    file.writeEndObject();
    file.writeArrayFieldStart("licenses");
    file.writeEndArray();
    file.writeArrayFieldStart("annotations");
    images.writeStartArray();
  }

  /**
   * Adds one image.
   *
   * @throws IllegalArgumentException if some images of the export have a number for an ID and
   *     others have not
   */
  public void add(ExportItem item) throws IOException {
    boolean isNumber = NUMBER.matcher(item.id()).matches();
    if (imageCount == 0) {
      isCounted = !isNumber;
    } else if (isCounted == isNumber) {
      throw new IllegalArgumentException(
          "Of one export either all images have a number for an ID or none: " + item.fileName());
    }
    imageCount++;
    long imageId = isNumber ? Long.parseLong(item.id()) : imageCount;
    images.writeStartObject();
    images.writeNumberField("id", imageId);
    images.writeStringField("file_name", item.fileName());
    if (!isNumber && !item.id().isEmpty()) {
      images.writeStringField("platform_id", item.id());
    }
    images.writeNumberField("width", item.width());
    images.writeNumberField("height", item.height());
    images.writeEndObject();
    for (Label label : item.labels()) {
      write(++annotationCount, imageId, item, label);
    }
  }

  private void write(long id, long imageId, ExportItem item, Label label) throws IOException {
    file.writeStartObject();
    file.writeNumberField("id", id);
    file.writeNumberField("image_id", imageId);
    file.writeNumberField("category_id", categories.id(label.className()));
    List<String> nodes =
        label.geometry() instanceof Keypoints keypoints
            ? categories.nodes(label.className(), keypoints)
            : List.of();
    annotation.writeFields(label, item.width(), item.height(), nodes);
    file.writeEndObject();
  }

  /** Images added so far. */
  public long imageCount() {
    return imageCount;
  }

  /** Labels added so far. */
  public long annotationCount() {
    return annotationCount;
  }

  /** Completes the file and puts it in its place. */
  public void finish() throws IOException {
    if (closed) {
      throw new IllegalStateException("Already closed: " + target);
    }
    images.writeEndArray();
    images.close();
    file.writeEndArray();
    file.writeFieldName("images");
    file.writeRawValue(""); // settles the colon; the array itself is copied as it is
    file.flush();
    try (InputStream written = target.openPart(IMAGES)) {
      written.transferTo(fileOut);
    }
    file.writeFieldName("categories");
    categories.write(file);
    file.writeEndObject();
    file.close();
    target.publishPart(FILE);
    closed = true;
    target.deletePart(IMAGES);
  }

  /** Without {@link #finish} before, removes what was written. Closing twice does no harm. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    List<Step> steps =
        List.of(
            images::close,
            file::close,
            () -> target.deletePart(IMAGES),
            () -> target.deletePart(FILE));
    IOException failure = null;
    for (Step step : steps) {
      try {
        step.run();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** One of several things to do, each of them even when another failed. */
  private interface Step {
    void run() throws IOException;
  }
}
