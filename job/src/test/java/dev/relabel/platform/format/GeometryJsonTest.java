package dev.relabel.platform.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Ellipse;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.GeometryKind;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Polyline;
import dev.relabel.annotation.Rectangle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GeometryJsonTest {
  private static JsonNode json(String text) {
    return Json.read(text.replace('\'', '"').getBytes(UTF_8));
  }

  private static String written(Geometry geometry) {
    return new String(Json.write(GeometryJson.write(geometry)), UTF_8).replace('"', '\'');
  }

  @Test
  void aSliverAtTheBorderStaysInsideTheImage() {
    ObjectNode node = Json.object();
    GeometryJson.write(new Rectangle(79.9999, 0, 80, 0.0001), node);
    JsonNode exterior = node.at("/points/exterior");
    assertThat(exterior.at("/0/0").doubleValue()).isLessThan(80);
    assertThat(exterior.at("/1/0").doubleValue()).isEqualTo(80);
    assertThat(exterior.at("/0/1").doubleValue()).isZero();
    assertThat(exterior.at("/1/1").doubleValue()).isPositive();
  }

  @Test
  void writesWholeCoordinatesWithoutFraction() {
    assertThat(written(new Rectangle(2, 1, 41, 31)))
        .isEqualTo("{'points':{'exterior':[[2,1],[41,31]],'interior':[]}}");
  }

  @Test
  void roundsCoordinatesToThousandths() {
    assertThat(written(new Point(2.50049, 1.9999)))
        .isEqualTo("{'points':{'exterior':[[2.5,2]],'interior':[]}}");
    assertThat(written(new Point(-0.0001, 0.1 + 0.2)))
        .isEqualTo("{'points':{'exterior':[[0,0.3]],'interior':[]}}");
  }

  @Test
  void keepsASliverFromBecomingEmptyByRounding() {
    Rectangle sliver = new Rectangle(5.00011, 7, 5.00012, 8);
    Rectangle read =
        (Rectangle) GeometryJson.read(GeometryKind.RECTANGLE, GeometryJson.write(sliver));
    assertThat(read.width()).isCloseTo(0.001, within(1e-9));
  }

  @Test
  void writesEveryShapeAsTheSheetHasIt() {
    assertThat(
            written(
                new Polygon(
                    List.of(new Point(0, 0), new Point(9, 0), new Point(0, 9)),
                    List.of(List.of(new Point(1, 1), new Point(2, 1), new Point(1, 2))))))
        .isEqualTo("{'points':{'exterior':[[0,0],[9,0],[0,9]],'interior':[[[1,1],[2,1],[1,2]]]}}");
    assertThat(written(new Polyline(List.of(new Point(0.5, 0.5), new Point(9.5, 3.5)))))
        .isEqualTo("{'points':{'exterior':[[0.5,0.5],[9.5,3.5]],'interior':[]}}");
    assertThat(written(new OrientedRectangle(10, 20, 6, 4, 0.5)))
        .isEqualTo("{'points':[[7,18],[13,22]],'angle':0.5}");
    assertThat(
            written(
                new Keypoints(
                    List.of(
                        new Keypoints.Node("nose", new Point(3.5, 4.5), true),
                        new Keypoints.Node("eye", new Point(1.5, 2.5), false)))))
        .isEqualTo("{'nodes':{'nose':{'loc':[3.5,4.5]},'eye':{'loc':[1.5,2.5],'disabled':true}}}");
  }

  @Test
  void readsIntegersFloatsAndCornersInAnyOrder() {
    assertThat(
            GeometryJson.read(
                GeometryKind.RECTANGLE,
                json("{'points':{'exterior':[[41.5,1],[2,31]],'interior':[]},'classTitle':'x'}")))
        .isEqualTo(new Rectangle(2, 1, 41.5, 31));
    assertThat(
            GeometryJson.read(
                GeometryKind.ORIENTED_RECTANGLE, json("{'points':[[7,18],[13,22]],'angle':0.5}")))
        .isEqualTo(new OrientedRectangle(10, 20, 6, 4, 0.5));
    assertThat(
            GeometryJson.read(
                GeometryKind.POLYGON, json("{'points':{'exterior':[[0,0],[1,0],[0,1]]}}")))
        .isEqualTo(Polygon.of(0, 0, 1, 0, 0, 1));
  }

  @Test
  void saysWhatIsWrongWithBrokenGeometry() {
    assertThatThrownBy(() -> GeometryJson.read(GeometryKind.RECTANGLE, json("{}")))
        .isInstanceOf(UnreadableJsonException.class)
        .hasMessage("Expected an object as \"points\", found nothing");
    assertThatThrownBy(
            () ->
                GeometryJson.read(
                    GeometryKind.RECTANGLE, json("{'points':{'exterior':[[1,2],['3',4]]}}")))
        .isInstanceOf(UnreadableJsonException.class)
        .hasMessage("Expected a number as \"points.exterior\", found \"3\"");
    assertThatThrownBy(
            () ->
                GeometryJson.read(GeometryKind.RECTANGLE, json("{'points':{'exterior':[[1,2]]}}")))
        .isInstanceOf(UnreadableJsonException.class)
        .hasMessage("A box has two corners, not 1");
    assertThatThrownBy(
            () ->
                GeometryJson.read(
                    GeometryKind.RECTANGLE, json("{'points':{'exterior':[[1,2],[1,9]]}}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Rectangle is empty");
    assertThatThrownBy(
            () ->
                GeometryJson.read(GeometryKind.POINT, json("{'points':{'exterior':[[1e999,2]]}}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not finite");
  }

  @Test
  void refusesEllipses() {
    assertThatThrownBy(() -> GeometryJson.write(new Ellipse(new Rectangle(0, 0, 2, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Supervisely has no shape for ELLIPSE. Convert the geometry first, an ellipse to a polygon"
                + " for example.");
  }

  @Test
  void everyGeometrySurvivesTheRoundTripToAThousandthOfAPixel() {
    long seed = 20260812;
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      Geometry geometry = any(random);
      JsonNode json = Json.read(Json.write(GeometryJson.write(geometry)));
      Geometry read = GeometryJson.read(geometry.kind(), json);
      assertThat(numbers(read))
          .as("seed %s, case %s: %s", seed, i, geometry)
          .hasSameSizeAs(numbers(geometry));
      for (int n = 0; n < numbers(read).size(); n++) {
        assertThat(numbers(read).get(n))
            .as("seed %s, case %s: %s", seed, i, geometry)
            .isCloseTo(numbers(geometry).get(n), within(0.0011));
      }
      // What was rounded once is stable.
      assertThat(Json.write(GeometryJson.write(read))).isEqualTo(Json.write(json));
    }
  }

  private static Geometry any(Random random) {
    double x = random.nextDouble() * 4000 - 50;
    double y = random.nextDouble() * 3000 - 50;
    double w = 0.01 + random.nextDouble() * 500;
    double h = 0.01 + random.nextDouble() * 500;
    return switch (random.nextInt(7)) {
      case 0 -> new Rectangle(x, y, x + w, y + h);
      case 1 -> new OrientedRectangle(x, y, w, h, random.nextDouble() * 7 - 3.5);
      case 2 -> new Polygon(points(random, 3 + random.nextInt(20)), List.of(points(random, 4)));
      case 3 -> new Polyline(points(random, 2 + random.nextInt(20)));
      case 4 -> new Point(x, y);
      case 5 -> {
        BitSet set = new BitSet();
        int width = 1 + random.nextInt(40);
        int height = 1 + random.nextInt(40);
        set.set(random.nextInt(width * height));
        for (int i = 0; i < width * height; i++) {
          set.set(i, set.get(i) || random.nextInt(3) == 0);
        }
        yield Mask.of(random.nextInt(1000), random.nextInt(1000), width, height, set);
      }
      default ->
          new Keypoints(
              List.of(
                  new Keypoints.Node("a \"quoted\" name", new Point(x, y), random.nextBoolean()),
                  new Keypoints.Node("ü", new Point(w, h), random.nextBoolean())));
    };
  }

  private static List<Point> points(Random random, int count) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      points.add(new Point(random.nextDouble() * 5000, random.nextDouble() * 5000));
    }
    return points;
  }

  private static List<Double> numbers(Geometry geometry) {
    List<Double> numbers = new ArrayList<>();
    if (geometry instanceof Rectangle r) {
      numbers.addAll(List.of(r.left(), r.top(), r.right(), r.bottom()));
    } else if (geometry instanceof OrientedRectangle r) {
      numbers.addAll(List.of(r.centerX(), r.centerY(), r.width(), r.height(), r.angle()));
    } else if (geometry instanceof Polygon p) {
      add(numbers, p.exterior());
      p.holes().forEach(hole -> add(numbers, hole));
    } else if (geometry instanceof Polyline line) {
      add(numbers, line.points());
    } else if (geometry instanceof Point point) {
      add(numbers, List.of(point));
    } else if (geometry instanceof Mask mask) {
      numbers.addAll(List.of((double) mask.left(), (double) mask.top(), (double) mask.width()));
      for (int run : mask.runs()) {
        numbers.add((double) run);
      }
    } else if (geometry instanceof Keypoints keypoints) {
      for (Keypoints.Node node : keypoints.nodes()) {
        add(numbers, List.of(node.at()));
        numbers.add(node.visible() ? 1.0 : 0.0);
        numbers.add((double) node.name().hashCode());
      }
    }
    return numbers;
  }

  private static void add(List<Double> numbers, List<Point> points) {
    points.forEach(point -> numbers.addAll(List.of(point.x(), point.y())));
  }
}
