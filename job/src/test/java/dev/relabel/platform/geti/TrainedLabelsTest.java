package dev.relabel.platform.geti;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.platform.format.Json;
import dev.relabel.platform.geti.TrainedLabels.TrainedLabel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainedLabelsTest {
  private static final TrainedLabel LIGHT = new TrainedLabel("a1", "traffic light");
  private static final TrainedLabel PERSON = new TrainedLabel("a2", "person");

  private static final TrainedLabels LABELS = new TrainedLabels(List.of(LIGHT, PERSON));

  @Test
  void theLabelThatMeansNothingIsNone() {
    String json =
        """
        [{"id": "a1", "name": "traffic light"}, {"id": "a0", "name": "No object", "is_empty": true},
         {"id": "a2", "name": "person", "is_empty": false, "more": 1}]""";

    assertThat(TrainedLabels.read(Json.read(json.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(LABELS);
    assertThat(TrainedLabels.read(Json.object().path("labels")).names()).isEmpty();
  }

  @Test
  void namesGetTheirBlanksBackInAnyOrder() {
    assertThat(LABELS.namesOf(List.of("person", "traffic_light"), List.of()))
        .containsExactly("person", "traffic light");
    assertThat(LABELS.namesOf(List.of("traffic_light"), List.of()))
        .containsExactly("traffic light");
  }

  @Test
  void idsWinWhereTheyAreSome() {
    assertThat(LABELS.namesOf(List.of("man", "lamp"), List.of("a2", "a1")))
        .containsExactly("person", "traffic light");
    assertThat(LABELS.namesOf(List.of("person", "traffic_light"), List.of("person", "lamp")))
        .as("OTX 2.0 writes names again")
        .containsExactly("person", "traffic light");
  }

  @Test
  void whatIsCalledTheSameIsKnownByItsPlace() {
    TrainedLabels alike =
        new TrainedLabels(List.of(new TrainedLabel("1", "a_b"), new TrainedLabel("2", "a b")));

    assertThat(alike.namesOf(List.of("a_b", "a_b"), List.of())).containsExactly("a_b", "a b");
    assertThat(alike.namesOf(List.of("a b"), List.of())).containsExactly("a b");
  }

  @Test
  void whatIsNotKnownKeepsItsName() {
    assertThat(LABELS.namesOf(List.of("background", "person"), List.of()))
        .containsExactly("background", "person");
  }
}
