package dev.relabel.platform.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class FigureIdsTest {
  @Test
  void aFileCopiedFromAnotherImageGetsNumbersOfItsOwnImage() {
    ObjectNode annotation = JsonFile.JSON.createObjectNode();
    annotation.put(FigureIds.LAST, (900L << 20) + 7);
    ObjectNode label = annotation.putArray("objects").addObject();

    FigureIds.assign(5, annotation);

    assertThat(label.path("id").asLong()).isEqualTo((5L << 20) + 1);
    assertThat(annotation.path(FigureIds.LAST).asLong()).isEqualTo((5L << 20) + 1);
  }

  @Test
  void aNumberOfARemovedLabelIsNotGivenAgain() {
    ObjectNode annotation = JsonFile.JSON.createObjectNode();
    annotation.put(FigureIds.LAST, (5L << 20) + 7);
    ObjectNode label = annotation.putArray("objects").addObject();

    FigureIds.assign(5, annotation);

    assertThat(label.path("id").asLong()).isEqualTo((5L << 20) + 8);
  }
}
