package dev.relabel.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.relabel.annotation.Ellipse;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Polyline;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CocoExportTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void writesWhatCocoReadersExpect(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("deep/er/coco.json");
    try (CocoExport export =
        CocoExport.begin(
            HadoopExportTarget.at(file.toString(), new Configuration()),
            List.of("cat", "dog"),
            "run r1")) {
      export.add(
          new ExportItem(
              "71",
              "street/ä \"1\".jpg",
              640,
              480,
              List.of(
                  Label.predicted("dog", new Rectangle(10, 20, 110.5, 70), 0.9f),
                  Label.predicted("cat", new Rectangle(0, 0, 1, 1), 1))));
      export.add(new ExportItem("72", "b.jpg", 10, 20, List.of()));
      export.finish();
      assertThat(export.imageCount()).isEqualTo(2);
      assertThat(export.annotationCount()).isEqualTo(2);
    }

    assertThat(JSON.readTree(file.toFile()))
        .isEqualTo(
            JSON.readTree(
                """
                {"info": {"description": "run r1"}, "licenses": [],
                 "annotations": [
                  {"id": 1, "image_id": 71, "category_id": 2, "bbox": [10, 20, 100.5, 50],
                   "area": 5025,
                   "segmentation": [[10, 20, 110.5, 20, 110.5, 70, 10, 70]], "iscrowd": 0, "score": 0.9,
                   "geometry": "rectangle"},
                  {"id": 2, "image_id": 71, "category_id": 1, "bbox": [0, 0, 1, 1],
                   "area": 1, "segmentation": [[0, 0, 1, 0, 1, 1, 0, 1]], "iscrowd": 0, "score": 1,
                   "geometry": "rectangle"}],
                 "images": [
                  {"id": 71, "file_name": "street/ä \\"1\\".jpg", "width": 640, "height": 480},
                  {"id": 72, "file_name": "b.jpg", "width": 10, "height": 20}],
                 "categories": [
                  {"id": 1, "name": "cat", "supercategory": ""},
                  {"id": 2, "name": "dog", "supercategory": ""}]}
                """));
  }

  @Test
  void isACompleteFileWithoutAnyImage(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("coco.json");
    try (CocoExport export =
        CocoExport.begin(
            HadoopExportTarget.at(file.toString(), new Configuration()), List.of(), "none")) {
      export.finish();
    }
    assertThat(JSON.readTree(file.toFile()))
        .isEqualTo(
            JSON.readTree(
                "{\"info\": {\"description\": \"none\"}, \"licenses\": [], \"annotations\": [],"
                    + " \"images\": [], \"categories\": []}"));
  }

  @Test
  void countsImagesWithoutIds(@TempDir Path folder) throws IOException {
    JsonNode coco =
        export(folder, List.of("cat"), item(new Rectangle(1, 1, 2, 2)), item(new Point(3, 4)));
    assertThat(coco.at("/images/0/id").longValue()).isEqualTo(1);
    assertThat(coco.at("/images/1/id").longValue()).isEqualTo(2);
    assertThat(coco.at("/annotations/1/image_id").longValue()).isEqualTo(2);
  }

  @Test
  void countsImagesWhoseIdsAreTexts(@TempDir Path folder) throws IOException {
    JsonNode coco =
        export(folder, List.of("cat"), new ExportItem("66a0b1", "a.jpg", 9, 9, List.of()));
    assertThat(coco.at("/images/0/id").longValue()).isEqualTo(1);
    assertThat(coco.at("/images/0/platform_id").textValue()).isEqualTo("66a0b1");
  }

  @Test
  void givesUndeclaredClassesTheNextIds(@TempDir Path folder) throws IOException {
    JsonNode coco = export(folder, List.of("a", "b"), item(new Rectangle(1, 1, 2, 2)));
    assertThat(coco.at("/annotations/0/category_id").intValue()).isEqualTo(3);
    assertThat(coco.at("/categories/2/name").textValue()).isEqualTo("cat");
    assertThat(coco.at("/categories/2/id").intValue()).isEqualTo(3);
  }

  @Test
  void writesOutlinesOfTurnedBoxesAndPolygons(@TempDir Path folder) throws IOException {
    JsonNode coco =
        export(
            folder,
            List.of("cat"),
            item(new OrientedRectangle(50, 50, 40, 20, Math.PI / 2)),
            item(Polygon.of(1, 2, 11, 2, 11, 12.25)));
    assertThat(coco.at("/annotations/0/segmentation"))
        .isEqualTo(JSON.readTree("[[60, 30, 60, 70, 40, 70, 40, 30]]"));
    assertThat(coco.at("/annotations/0/bbox")).isEqualTo(JSON.readTree("[40, 30, 20, 40]"));
    assertThat(coco.at("/annotations/0/area").doubleValue()).isEqualTo(800);
    assertThat(coco.at("/annotations/0/geometry").textValue()).isEqualTo("oriented_rectangle");
    assertThat(coco.at("/annotations/1/segmentation"))
        .isEqualTo(JSON.readTree("[[1, 2, 11, 2, 11, 12.25]]"));
    assertThat(coco.at("/annotations/1/area").doubleValue()).isEqualTo(51.25);
  }

  @Test
  void writesMasksAsRunLengthsOfTheWholeImage(@TempDir Path folder) throws IOException {
    JsonNode coco =
        export(
            folder,
            List.of("cat"),
            new ExportItem(
                "",
                "a.png",
                3,
                4,
                List.of(Label.predicted("cat", Mask.ofRuns(1, 1, 2, 2, 0, 3, 1), 0.5))));
    assertThat(coco.at("/annotations/0/segmentation"))
        .isEqualTo(JSON.readTree("{\"size\": [4, 3], \"counts\": [5, 2, 2, 1, 2]}"));
    assertThat(coco.at("/annotations/0/bbox")).isEqualTo(JSON.readTree("[1, 1, 2, 2]"));
    assertThat(coco.at("/annotations/0/area").intValue()).isEqualTo(3);
  }

  @Test
  void keepsTheHolesOfPolygons(@TempDir Path folder) throws IOException {
    Polygon ring =
        new Polygon(
            Polygon.of(0, 0, 3, 0, 3, 3, 0, 3).exterior(),
            List.of(Polygon.of(1, 1, 2, 1, 2, 2, 1, 2).exterior()));
    JsonNode coco =
        export(
            folder,
            List.of("cat"),
            new ExportItem("", "a.png", 3, 3, List.of(Label.predicted("cat", ring, 0.5))));
    assertThat(coco.at("/annotations/0/segmentation"))
        .isEqualTo(JSON.readTree("{\"size\": [3, 3], \"counts\": [0, 4, 1, 4]}"));
    assertThat(coco.at("/annotations/0/area").intValue()).isEqualTo(8);
  }

  @Test
  void approximatesEllipsesByPolygonsOfTheirSize(@TempDir Path folder) throws IOException {
    JsonNode coco =
        export(folder, List.of("cat"), item(new Ellipse(new Rectangle(10, 20, 90, 60))));
    JsonNode ring = coco.at("/annotations/0/segmentation/0");
    assertThat(ring.size()).isBetween(16, 400);
    for (int i = 0; i < ring.size(); i += 2) {
      double x = (ring.get(i).doubleValue() - 50) / 40;
      double y = (ring.get(i + 1).doubleValue() - 40) / 20;
      assertThat(Math.hypot(x, y)).isBetween(0.98, 1.02);
    }
    assertThat(coco.at("/annotations/0/bbox")).isEqualTo(JSON.readTree("[10, 20, 80, 40]"));
  }

  @Test
  void ordersKeypointsAsTheFirstLabelDid(@TempDir Path folder) throws IOException {
    JsonNode coco =
        export(
            folder,
            List.of("cat"),
            item(new Keypoints(List.of(node("nose", 10, 20, true), node("tail", 40, 50, false)))),
            item(new Keypoints(List.of(node("tail", 1.5, 2, true)))));
    assertThat(coco.at("/categories/0/keypoints")).isEqualTo(JSON.readTree("[\"nose\", \"tail\"]"));
    assertThat(coco.at("/annotations/0/keypoints"))
        .isEqualTo(JSON.readTree("[10, 20, 2, 40, 50, 1]"));
    assertThat(coco.at("/annotations/0/num_keypoints").intValue()).isEqualTo(2);
    assertThat(coco.at("/annotations/1/keypoints"))
        .isEqualTo(JSON.readTree("[0, 0, 0, 1.5, 2, 2]"));
    assertThat(coco.at("/annotations/1/num_keypoints").intValue()).isEqualTo(1);
  }

  @Test
  void refusesAKeypointThatTheFirstLabelLacked(@TempDir Path folder) throws IOException {
    try (CocoExport export =
        CocoExport.begin(
            HadoopExportTarget.at(folder.resolve("coco.json").toString(), new Configuration()),
            List.of("cat"),
            "test")) {
      export.add(item(new Keypoints(List.of(node("nose", 10, 20, true)))));
      assertThatThrownBy(() -> export.add(item(new Keypoints(List.of(node("tail", 10, 20, true))))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Class cat has the keypoint tail")
          .hasMessageContaining("[nose]");
    }
  }

  @Test
  void keepsPointsLinesAndTagsAsExtras(@TempDir Path folder) throws IOException {
    Label tagged =
        new Label(
            "cat",
            new Point(3.5, 4),
            OptionalDouble.empty(),
            List.of(Tag.of("blurred"), new Tag("colour", "grey"), new Tag("age", 3)),
            Origin.PERSON);
    JsonNode coco =
        export(
            folder,
            List.of("cat"),
            item(tagged),
            item(new Polyline(List.of(new Point(1, 2), new Point(5, 7)))));
    assertThat(coco.at("/annotations/0/point")).isEqualTo(JSON.readTree("[3.5, 4]"));
    assertThat(coco.at("/annotations/0/attributes"))
        .isEqualTo(JSON.readTree("{\"blurred\": true, \"colour\": \"grey\", \"age\": 3.0}"));
    assertThat(coco.at("/annotations/0").has("score")).isFalse();
    assertThat(coco.at("/annotations/1/polyline")).isEqualTo(JSON.readTree("[1, 2, 5, 7]"));
    assertThat(coco.at("/annotations/1/bbox")).isEqualTo(JSON.readTree("[1, 2, 4, 5]"));
  }

  @Test
  void refusesToMixImagesWithAndWithoutIds(@TempDir Path folder) throws IOException {
    try (CocoExport export =
        CocoExport.begin(
            HadoopExportTarget.at(folder.resolve("coco.json").toString(), new Configuration()),
            List.of(),
            "test")) {
      export.add(new ExportItem("5", "a.jpg", 1, 1, List.of()));
      assertThatThrownBy(() -> export.add(new ExportItem("", "b.jpg", 1, 1, List.of())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Of one export either all images have a number for an ID or none: b.jpg");
    }
  }

  @Test
  void leavesTheOldFileAndNothingElseWhenItDoesNotFinish(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("coco.json");
    Files.writeString(file, "old");
    try (CocoExport export =
        CocoExport.begin(
            HadoopExportTarget.at(file.toString(), new Configuration()), List.of("cat"), "test")) {
      export.add(item(new Rectangle(1, 1, 2, 2)));
    }
    assertThat(file).hasContent("old");
    assertThat(names(folder)).containsExactly("coco.json");
  }

  @Test
  void leavesNoPartsBehindWhenItFinishes(@TempDir Path folder) throws IOException {
    export(folder, List.of("cat"), item(new Rectangle(1, 1, 2, 2)));
    assertThat(names(folder)).containsExactly("coco.json");
  }

  @Test
  void reportsAFullDiskAndTidiesUp(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("coco.json");
    ExportTarget full =
        new FullDisk(HadoopExportTarget.at(file.toString(), new Configuration()), 40_000);
    assertThatThrownBy(
            () -> {
              try (CocoExport export = CocoExport.begin(full, List.of("cat"), "test")) {
                for (int i = 0; i < 10_000; i++) {
                  export.add(item(new Rectangle(1, 1, 2, 2)));
                }
                export.finish();
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
    assertThat(names(folder)).isEmpty();
  }

  private static Keypoints.Node node(String name, double x, double y, boolean visible) {
    return new Keypoints.Node(name, new Point(x, y), visible);
  }

  private static ExportItem item(Geometry geometry) {
    return item(Label.predicted("cat", geometry, 0.5));
  }

  private static ExportItem item(Label label) {
    return new ExportItem("", "a.jpg", 100, 100, List.of(label));
  }

  private static JsonNode export(Path folder, List<String> classes, ExportItem... items)
      throws IOException {
    Path file = folder.resolve("coco.json");
    try (CocoExport export =
        CocoExport.begin(
            HadoopExportTarget.at(file.toString(), new Configuration()), classes, "test")) {
      for (ExportItem item : items) {
        export.add(item);
      }
      export.finish();
    }
    return JSON.readTree(file.toFile());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** A target whose parts take so many bytes each and then fail, again and again. */
  private record FullDisk(ExportTarget disk, int room) implements ExportTarget {
    @Override
    public OutputStream createPart(String part) throws IOException {
      OutputStream out = disk.createPart(part);
      return new OutputStream() {
        private int left = room;

        @Override
        public void write(int b) throws IOException {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          if (length > left) {
            throw new IOException("No space left on device");
          }
          left -= length;
          out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
          out.close();
        }
      };
    }

    @Override
    public InputStream openPart(String part) throws IOException {
      return disk.openPart(part);
    }

    @Override
    public void publishPart(String part) throws IOException {
      disk.publishPart(part);
    }

    @Override
    public void deletePart(String part) throws IOException {
      disk.deletePart(part);
    }
  }
}
