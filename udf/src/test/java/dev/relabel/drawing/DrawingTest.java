package dev.relabel.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class DrawingTest {
  private static final int GREY = 0x808080;
  private static final ClassColours COLOURS = new ClassColours(List.of("cat", "dog"));
  private static final int CAT = COLOURS.of("cat").getRGB() & 0xFFFFFF;

  @Test
  void drawsABoxAlongItsEdgesAndNothingFarFromIt() {
    Drawing drawing = grey(400, 300).draw(List.of(cat(new Rectangle(100, 100, 300, 250))));

    assertThat(drawing.pixel(200, 100)).isEqualTo(CAT);
    assertThat(drawing.pixel(100, 180)).isEqualTo(CAT);
    assertThat(drawing.pixel(299, 180)).isNotEqualTo(GREY);
    assertThat(drawing.pixel(200, 249)).isNotEqualTo(GREY);
    assertThat(drawing.pixel(200, 180)).isEqualTo(GREY);
    assertThat(drawing.pixel(20, 20)).isEqualTo(GREY);
    assertThat(drawing.pixel(390, 290)).isEqualTo(GREY);
  }

  @Test
  void writesTheCaptionAboveTheBoxOnAPlateOfTheClassColour() {
    Drawing drawing = grey(400, 300).draw(List.of(cat(new Rectangle(100, 100, 300, 250))));
    int plate = 0;
    int ink = 0;
    for (int y = 80; y < 98; y++) {
      for (int x = 100; x < 180; x++) {
        plate += drawing.pixel(x, y) == CAT ? 1 : 0;
        ink += (drawing.pixel(x, y) & 255) < 90 ? 1 : 0;
      }
    }
    assertThat(plate).isGreaterThan(200);
    assertThat(ink).isGreaterThan(30);
  }

  @Test
  void fillsPolygonsButNotTheirHoles() {
    Polygon polygon =
        new Polygon(
            Polygon.of(50, 60, 350, 60, 350, 250, 50, 250).exterior(),
            List.of(Polygon.of(150, 120, 250, 120, 250, 200, 150, 200).exterior()));
    Drawing drawing = grey(400, 300).draw(List.of(cat(polygon)));
    assertThat(drawing.pixel(100, 160)).isNotEqualTo(GREY).isNotEqualTo(CAT);
    assertThat(drawing.pixel(200, 160)).isEqualTo(GREY);
  }

  @Test
  void tintsMasksAndLinesTheirEdges() {
    Mask mask = Mask.ofRuns(100, 100, 50, 40, 0, 2000);
    Drawing drawing = grey(400, 300).draw(List.of(cat(mask)));
    assertThat(drawing.pixel(120, 120)).isNotEqualTo(GREY).isNotEqualTo(CAT);
    assertThat(drawing.pixel(100, 120)).isEqualTo(CAT);
    assertThat(drawing.pixel(149, 120)).isEqualTo(CAT);
    assertThat(drawing.pixel(98, 120)).isEqualTo(GREY);
    assertThat(drawing.pixel(152, 120)).isEqualTo(GREY);
  }

  @Test
  void drawsEveryKindOfGeometry() {
    for (Geometry geometry : kinds()) {
      Drawing drawing = grey(300, 300).draw(List.of(cat(geometry)));
      Rectangle box = geometry.bounds();
      int changed = 0;
      for (int y = (int) box.top() - 3; y < box.bottom() + 3; y++) {
        for (int x = (int) box.left() - 3; x < box.right() + 3; x++) {
          changed += drawing.pixel(x, y) == GREY ? 0 : 1;
        }
      }
      assertThat(changed).as("%s", geometry).isGreaterThan(10);
    }
  }

  @Test
  void acceptsAnythingOnAnyPicture() {
    int[][] sizes = {{1, 1}, {1, 200}, {200, 1}, {7, 5}, {60, 40}};
    Random random = new Random(5);
    for (int[] size : sizes) {
      int w = size[0];
      int h = size[1];
      List<Label> labels = new ArrayList<>();
      kinds().forEach(geometry -> labels.add(cat(geometry)));
      labels.add(cat(new Rectangle(0, 0, w, h)));
      labels.add(cat(new Rectangle(-1e6, -1e6, 1e6, 1e6)));
      labels.add(cat(new Rectangle(w, h, w + 5.0, h + 5.0)));
      labels.add(cat(new Rectangle(-9, -9, -3, -3)));
      labels.add(cat(new Rectangle(0.2, 0.2, 0.3, 0.3)));
      for (int i = 0; i < 50; i++) {
        double x = random.nextDouble() * w;
        double y = random.nextDouble() * h;
        labels.add(cat(new Rectangle(x, y, x + 0.1 + random.nextDouble() * w, y + 1)));
      }
      Drawing drawing = grey(w, h).draw(labels);
      assertThat(drawing.png()).as("%s × %s", w, h).isNotEmpty();
      assertThat(drawing.jpeg(Drawing.DEFAULT_QUALITY)).as("%s × %s", w, h).isNotEmpty();
    }
  }

  @Test
  void keepsTheLineOfABoxAtTheBorderInSight() {
    Drawing drawing = grey(400, 300).draw(List.of(cat(new Rectangle(0, 0, 400, 300))));
    assertThat(drawing.pixel(200, 0)).isEqualTo(CAT);
    assertThat(drawing.pixel(399, 150)).isEqualTo(CAT);
    assertThat(drawing.pixel(200, 299)).isEqualTo(CAT);
    assertThat(drawing.pixel(0, 150)).isEqualTo(CAT);
  }

  @Test
  void shortensLongNamesAndLeavesOutUnknownScores() {
    Label drawn =
        new Label(
            "a".repeat(500),
            new Rectangle(100, 100, 200, 200),
            OptionalDouble.empty(),
            List.of(),
            Origin.PERSON);
    Drawing drawing = grey(1000, 300).draw(List.of(drawn));
    assertThat(drawing.pixel(950, 92)).isEqualTo(GREY);
  }

  @Test
  void drawsTheSamePixelsWhateverTheOrderOfTheLabels() {
    Label first = Label.predicted("cat", new Rectangle(40, 60, 200, 200), 0.9);
    Label second = Label.predicted("dog", new Rectangle(60, 90, 300, 280), 0.8);
    assertThat(grey(400, 300).draw(List.of(first, second)).png())
        .isEqualTo(grey(400, 300).draw(List.of(second, first)).png());
  }

  @Test
  void encodesWhatWasGivenInRightOrderOfColours() throws IOException {
    byte[] rgb = {10, 20, 30, 40, 50, 60};
    BufferedImage read =
        ImageIO.read(new ByteArrayInputStream(Drawing.on(2, 1, rgb, COLOURS).png()));
    assertThat(read.getRGB(0, 0) & 0xFFFFFF).isEqualTo(0x0A141E);
    assertThat(read.getRGB(1, 0) & 0xFFFFFF).isEqualTo(0x28323C);
  }

  @Test
  void refusesPixelsThatDoNotFit() {
    assertThatThrownBy(() -> Drawing.on(2, 2, new byte[11], COLOURS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A picture of 2 × 2 pixels has 12 bytes, not 11");
    assertThatThrownBy(() -> grey(2, 2).jpeg(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0–1");
  }

  private static List<Geometry> kinds() {
    return List.of(
        new Rectangle(50, 60, 150, 120),
        new OrientedRectangle(120, 120, 80, 40, 0.7),
        new Ellipse(new Rectangle(50, 60, 150, 120)),
        Polygon.of(50, 60, 150, 70, 90, 140),
        new Polyline(List.of(new Point(50, 60), new Point(150, 90), new Point(70, 140))),
        new Point(120, 130),
        Mask.ofRuns(60, 70, 10, 10, 0, 100),
        new Keypoints(
            List.of(
                new Keypoints.Node("nose", new Point(100, 100), true),
                new Keypoints.Node("ear", new Point(140, 120), false))));
  }

  private static Label cat(Geometry geometry) {
    return Label.predicted("cat", geometry, 0.87);
  }

  private static Drawing grey(int width, int height) {
    byte[] rgb = new byte[width * height * 3];
    Arrays.fill(rgb, (byte) 0x80);
    return Drawing.on(width, height, rgb, COLOURS);
  }
}
