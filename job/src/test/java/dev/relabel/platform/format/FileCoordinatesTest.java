package dev.relabel.platform.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileCoordinatesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // The fact sheet's rectangle: pixels 2..40 and 1..30, inclusive, cover 2..41 and 1..31.
        "rectangle|'points':{'exterior':[[2,1],[40,30]],'interior':[]}"
            + "|'points':{'exterior':[[2,1],[41,31]],'interior':[]}",
        "rectangle|'points':{'exterior':[[2.75,1.69],[39.29,29.31]],'interior':[]}"
            + "|'points':{'exterior':[[2.75,1.69],[40.29,30.31]],'interior':[]}",
        "oriented_bbox|'points':[[10,20],[29,39]],'angle':0.5"
            + "|'points':[[10,20],[30,40]],'angle':0.5",
        "polygon|'points':{'exterior':[[0,0],[9,0],[9,9]],'interior':[[[1,1],[2,1],[2,2]]]}"
            + "|'points':{'exterior':[[0.5,0.5],[9.5,0.5],[9.5,9.5]],"
            + "'interior':[[[1.5,1.5],[2.5,1.5],[2.5,2.5]]]}",
        "line|'points':{'exterior':[[0,1],[2,3.25]],'interior':[]}"
            + "|'points':{'exterior':[[0.5,1.5],[2.5,3.75]],'interior':[]}",
        "point|'points':{'exterior':[[7,8]],'interior':[]}"
            + "|'points':{'exterior':[[7.5,8.5]],'interior':[]}",
        "graph|'nodes':{'nose':{'loc':[1,2],'disabled':true}}"
            + "|'nodes':{'nose':{'loc':[1.5,2.5],'disabled':true}}",
        "multipolygon|'parts':[{'exterior':[[0,0],[4,0],[4,4]],'interior':[]}]"
            + "|'parts':[{'exterior':[[0.5,0.5],[4.5,0.5],[4.5,4.5]],'interior':[]}]",
        "bitmap|'bitmap':{'origin':[3,4],'data':'abc'}|'bitmap':{'origin':[3,4],'data':'abc'}",
        "alpha_mask|'bitmap':{'origin':[3,4],'data':'abc'}|'bitmap':{'origin':[3,4],'data':'abc'}",
        "cuboid_2d|'vertices':{'face1-topleft':{'loc':[1,2]}}"
            + "|'vertices':{'face1-topleft':{'loc':[1,2]}}",
        "cuboid|'points':[[1,2],[3,4]],'faces':[[0,1,2,3]]"
            + "|'points':[[1,2],[3,4]],'faces':[[0,1,2,3]]",
        "hexaflexagon|'points':7|'points':7",
      })
  void turnsEachShapeOfTheFormatAround(String type, String file, String wire) throws Exception {
    ObjectNode fileLabel = label(type, file);
    ObjectNode wireLabel = label(type, wire);

    assertThat(FileCoordinates.toWire(fileLabel)).hasToString(wireLabel.toString());
    assertThat(FileCoordinates.toFile(wireLabel)).hasToString(fileLabel.toString());
  }

  @Test
  void findsTheGeometryInsideAFigureAndTheTypeInTheShape() throws Exception {
    ObjectNode figure =
        json("{'shape':'point','classId':3,'geometry':{'points':{'exterior':[[1.5,2.5]]}}}");

    assertThat(FileCoordinates.toFile(figure))
        .isEqualTo(
            json("{'shape':'point','classId':3,'geometry':{'points':{'exterior':[[1,2]]}}}"));
  }

  @Test
  void leavesTheGivenLabelAndUnknownKeysAlone() throws Exception {
    ObjectNode label = label("point", "'points':{'exterior':[[1,2]]},'mystery':{'a':[1.0]}");
    String before = label.toString();

    ObjectNode wire = FileCoordinates.toWire(label);

    assertThat(label).hasToString(before);
    assertThat(wire.get("mystery")).hasToString("{\"a\":[1.0]}");
  }

  @Test
  void putsTheCornersOfABoxInOrder() throws Exception {
    ObjectNode label = label("rectangle", "'points':{'exterior':[[40,1],[2,30]],'interior':[]}");

    assertThat(FileCoordinates.toWire(label).at("/points/exterior")).hasToString("[[2,1],[41,31]]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"[[2.2,1],[2.9,9]]", "[[2,2],[2,2]]", "[[0,0],[1,1]]", "[[5,5],[5.000001,6]]"})
  void keepsBoxesThinnerThanAPixel(String corners) throws Exception {
    ObjectNode wire = label("rectangle", "'points':{'exterior':" + corners + ",'interior':[]}");

    ObjectNode file = FileCoordinates.toFile(wire);

    assertThat(FileCoordinates.toWire(file)).isEqualTo(wire);
    for (int axis = 0; axis < 2; axis++) {
      assertThat(file.at("/points/exterior/1/" + axis).asDouble())
          .isGreaterThanOrEqualTo(file.at("/points/exterior/0/" + axis).asDouble());
    }
  }

  @Test
  void believesTheCornersWhereAnotherToolEnlargedAThinBox() throws Exception {
    ObjectNode file =
        label(
            "rectangle", "'points':{'exterior':[[2,2],[5,2]],'interior':[]},'thinBox':[0.5,0.25]");

    assertThat(FileCoordinates.toWire(file).at("/points/exterior")).hasToString("[[2,2],[6,2.25]]");
  }

  @Test
  void comesBackWithinABillionthOfAPixel() throws Exception {
    long seed = 20260101;
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      double x = random.nextDouble() * 10_000;
      double y = random.nextDouble() * 10;
      ObjectNode wire = JSON.createObjectNode().put("geometryType", "polygon");
      var ring = wire.putObject("points").putArray("exterior");
      ring.addArray().add(x).add(y);

      ObjectNode file = FileCoordinates.toFile(wire);
      ObjectNode back = FileCoordinates.toWire(file);

      assertThat(back.at("/points/exterior/0/0").asDouble())
          .as("seed %s, step %s", seed, i)
          .isEqualTo(x, within(1e-9));
      assertThat(back.at("/points/exterior/0/1").asDouble())
          .as("seed %s, step %s", seed, i)
          .isEqualTo(y, within(1e-9));
      assertThat(FileCoordinates.toFile(back)).as("seed %s, step %s", seed, i).isEqualTo(file);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "rectangle|'points':{'exterior':[[2,1]]}|two corners, not 1",
        "rectangle|'points':[]|an object at \"points\"",
        "polygon|'points':{}|a list at \"exterior\"",
        "polygon|'points':{'exterior':[[1]]}|points as [x, y], not [1]",
        "point|'points':{'exterior':[['a',2]]}|numbers as coordinates, not \"a\"",
        "bitmap|'x':1|an object at \"bitmap\"",
      })
  void saysWhatAMalformedGeometryLacks(String type, String keys, String message) throws Exception {
    ObjectNode label = label(type, keys);

    assertThatThrownBy(() -> FileCoordinates.toFile(label))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(type)
        .hasMessageContaining(message);
  }

  @Test
  void refusesALabelWithoutAType() {
    assertThatThrownBy(() -> FileCoordinates.toWire(json("{'points':{}}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("geometryType");
  }

  private static ObjectNode label(String type, String keys) throws JsonProcessingException {
    return json("{'geometryType':'" + type + "'," + keys + "}");
  }

  private static ObjectNode json(String text) throws JsonProcessingException {
    return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
  }
}
