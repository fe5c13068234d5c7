package dev.relabel.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.local.ImageSize;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholePixelsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // The two examples of the fact sheet.
        "rectangle|{'points':{'exterior':[[2,1],[41,31]]}}|{'points':{'exterior':[[2,1],[40,30]]}}",
        "rectangle|{'points':{'exterior':[[2.75,1.69],[40.29,30.31]]}}"
            + "|{'points':{'exterior':[[3,1],[39,30]]}}",
        // Never right of left: a box thinner than a pixel becomes one pixel.
        "rectangle|{'points':{'exterior':[[2.1,1],[2.2,1]]}}"
            + "|{'points':{'exterior':[[2,1],[2,1]]}}",
        "oriented_bbox|{'points':[[1.7,1.6],[9.3,9.2]],'angle':1}"
            + "|{'points':[[2,1],[9,8]],'angle':1}",
        // A vertex on the far edge belongs to the last pixel.
        "polygon|{'points':{'exterior':[[0.5,0.5],[80,60],[79.9,60]],'interior':[]}}"
            + "|{'points':{'exterior':[[0,0],[79,59],[79,59]],'interior':[]}}",
        "graph|{'nodes':{'a':{'loc':[3.99,4.01]}}}|{'nodes':{'a':{'loc':[3,4]}}}",
        "bitmap|{'bitmap':{'origin':[3.5,4],'data':'x'}}|{'bitmap':{'origin':[3,4],'data':'x'}}",
        "cuboid_2d|{'vertices':{'a':{'loc':[3.5,4]}}}|{'vertices':{'a':{'loc':[3.5,4]}}}",
      })
  void roundsAsThePlatformsSdkDoes(String type, String continuous, String rounded) {
    ObjectNode geometry = (ObjectNode) ServedProject.json(continuous);

    WholePixels.round(type, geometry, new ImageSize(80, 60));

    assertThat(geometry).isEqualTo(ServedProject.json(rounded));
  }
}
