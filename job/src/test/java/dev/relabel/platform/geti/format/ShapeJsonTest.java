package dev.relabel.platform.geti.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.annotation.Ellipse;
import dev.relabel.annotation.Geometry;
import dev.relabel.annotation.GeometryKind;
import dev.relabel.annotation.Keypoints;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.Sameness;
import dev.relabel.annotation.Tolerance;
import dev.relabel.platform.format.GeometryJson;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import dev.relabel.testing.Seeds;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShapeJsonTest {
  /** What writing ten-thousandths of a pixel may move, and of a degree 300 pixels away. */
  private static final Tolerance WRITTEN = Tolerance.EXACT.withPixels(0.001);

  static LongStream seeds() {
    return Seeds.upTo(20);
  }

  private static JsonNode json(String text) {
    return Json.read(text.replace('\'', '"').getBytes(UTF_8));
  }

  private static String written(Geometry geometry) {
    return new String(Json.write(ShapeJson.write(geometry)), UTF_8).replace('"', '\'');
  }

  private static Geometry throughText(Geometry geometry) {
    return ShapeJson.read(Json.read(Json.write(ShapeJson.write(geometry))), "nose");
  }

  @Test
  void writesEveryShapeAsTheServerHasIt() {
    assertThat(written(new Rectangle(10, 20, 110, 70)))
        .isEqualTo("{'type':'RECTANGLE','x':10,'y':20,'width':100,'height':50}");
    assertThat(written(new OrientedRectangle(60, 45.5, 100, 50, Math.toRadians(30))))
        .isEqualTo(
            "{'type':'ROTATED_RECTANGLE','x':60,'y':45.5,'width':100,'height':50,'angle':30}");
    assertThat(written(new Ellipse(new Rectangle(-10, 20, 30, 60))))
        .isEqualTo("{'type':'ELLIPSE','x':-10,'y':20,'width':40,'height':40}");
    assertThat(written(Polygon.of(1, 1, 40.25, 1, 40, 30)))
        .isEqualTo("{'type':'POLYGON','points':[{'x':1,'y':1},{'x':40.25,'y':1},{'x':40,'y':30}]}");
    assertThat(written(new Point(320, 0)))
        .isEqualTo("{'type':'KEYPOINT','x':320,'y':0,'is_visible':true}");
    assertThat(written(new Keypoints(List.of(new Keypoints.Node("ear", new Point(3, 4), false)))))
        .isEqualTo("{'type':'KEYPOINT','x':3,'y':4,'is_visible':false}");
  }

  @Test
  void writesBoxesThatEndOnTheImagesEdgeSoThatTheyStillDo() {
    JsonNode box = ShapeJson.write(new Rectangle(0.3333333, 7.10004, 100, 99.99996));

    assertThat(box.path("x").asDouble() + box.path("width").asDouble()).isEqualTo(100);
    assertThat(box.path("y").asDouble() + box.path("height").asDouble())
        .isCloseTo(100, within(1e-12));
  }

  @Test
  void readsFractionsUnknownKeysAndSidesOfEitherSign() {
    assertThat(
            ShapeJson.read(
                json("{'type':'RECTANGLE','x':1.5,'y':2.0,'width':3,'height':4,'z':[1]}"), ""))
        .isEqualTo(new Rectangle(1.5, 2, 4.5, 6));
    assertThat(
            ShapeJson.read(
                json("{'type':'ROTATED_RECTANGLE','x':1,'y':2,'width':-3,'height':4,'angle':-180}"),
                ""))
        .isEqualTo(new OrientedRectangle(1, 2, 3, 4, -Math.PI));
    assertThat(ShapeJson.read(json("{'type':'KEYPOINT','x':1,'y':2}"), "a1"))
        .isEqualTo(new Keypoints(List.of(new Keypoints.Node("a1", new Point(1, 2), true))));
  }

  @Test
  void saysWhatIsWrongWithAShape() {
    assertThatThrownBy(() -> ShapeJson.read(json("{'type':'rectangle'}"), ""))
        .isInstanceOf(UnreadableJsonException.class)
        .hasMessage("No shape that we know: rectangle");
    assertThatThrownBy(() -> ShapeJson.read(json("{'type':'ELLIPSE','x':1,'y':'2'}"), ""))
        .isInstanceOf(UnreadableJsonException.class)
        .hasMessage("Expected a number as \"y\", found \"2\"");
    assertThatThrownBy(
            () -> ShapeJson.read(json("{'type':'POLYGON','points':[{'x':1,'y':1}]}"), ""))
        .isInstanceOf(UnreadableJsonException.class)
        .hasMessage("A polygon has 3 to 100000 points, not 1");
    assertThatThrownBy(
            () ->
                ShapeJson.read(
                    json("{'type':'RECTANGLE','x':1e300,'y':0,'width':1,'height':1}"), ""))
        .isInstanceOf(UnreadableJsonException.class)
        .hasMessageContaining("x is beyond any image");
    assertThatThrownBy(
            () -> ShapeJson.read(json("{'type':'RECTANGLE','x':1,'y':0,'width':0,'height':1}"), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Rectangle is empty");
    assertThatThrownBy(() -> ShapeJson.write(Mask.ofRuns(0, 0, 1, 1, 0, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Geti has no shape for mask as it is. Fit it to the image first.");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void ourShapesComeBackFromTextWithinAThousandthOfAPixel(long seed) {
    RandomShapes shapes = new RandomShapes(seed);
    for (GeometryKind kind : RandomShapes.SHARED) {
      Geometry shape = shapes.of(kind);
      assertThat(Sameness.same(shape, throughText(shape), WRITTEN))
          .as("seed %s: %s as %s", seed, shape, throughText(shape))
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatTheServerMakesOfAShapeIsTheSameWithinOnePixel(long seed) {
    RandomShapes shapes = new RandomShapes(seed);
    for (GeometryKind kind : RandomShapes.SHARED) {
      Geometry shape = shapes.of(kind);
      Geometry there = ServerGrid.asRead(throughText(shape));
      assertThat(Sameness.same(shape, throughText(there), Tolerance.SERVER))
          .as("seed %s: %s as %s", seed, shape, there)
          .isTrue();
      assertThat(Sameness.same(ServerGrid.asRead(there), there, WRITTEN)).as("%s", there).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theServersShapesComeBackAsTheyWere(long seed) {
    RandomShapes shapes = new RandomShapes(seed);
    for (GeometryKind kind : RandomShapes.SHARED) {
      JsonNode there = Json.read(Json.write(ShapeJson.write(ServerGrid.asRead(shapes.of(kind)))));
      JsonNode back = Json.read(Json.write(ShapeJson.write(ShapeJson.read(there, "nose"))));
      assertThat(back).as("seed %s", seed).isEqualTo(there);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void shapesOfSuperviselyAreTheSameAfterTheServerWithinOnePixel(long seed) {
    RandomShapes shapes = new RandomShapes(seed);
    for (GeometryKind kind :
        List.of(
            GeometryKind.RECTANGLE,
            GeometryKind.ORIENTED_RECTANGLE,
            GeometryKind.POLYGON,
            GeometryKind.KEYPOINTS)) {
      Geometry drawn = shapes.of(kind);
      Geometry ours = GeometryJson.read(kind, GeometryJson.write(drawn));
      Geometry there = ServerGrid.asRead(throughText(ours));
      Geometry back = GeometryJson.read(kind, GeometryJson.write(there));
      assertThat(Sameness.same(drawn, back, Tolerance.SERVER.withPixels(1.002)))
          .as("seed %s: %s as %s", seed, drawn, back)
          .isTrue();
    }
  }
}
