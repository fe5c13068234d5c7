package dev.relabel.model.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.WholeImage;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HierarchicalHeadTest {
  private static final String CONFIG =
      "{\"cls_heads_info\": {\"num_multiclass_heads\": 2, \"num_multilabel_classes\": 1,"
          + " \"all_groups\": [[\"animal\", \"vehicle\"], [\"cat\", \"dog\", \"emu\"], [\"wet\"]]},"
          + " \"label_tree_edges\": [[\"cat\", \"animal\"], [\"dog\", \"animal\"], [\"emu\", \"animal\"]]}";

  private static final ModelSettings SETTINGS =
      new ModelMetadataOf()
          .with("hierarchical", "True")
          .with("hierarchical_config", CONFIG)
          .with("labels", "cat dog emu animal vehicle wet")
          .settings()
          .orElse(ModelSettings.parse("{max_detections: 300, confidence: 0}"));

  /** Metadata as OTX writes it. */
  private static final class ModelMetadataOf {
    private final TreeMap<String, String> entries = new TreeMap<>();

    ModelMetadataOf with(String name, String value) {
      entries.put("model_info " + name, value);
      return this;
    }

    ModelSettings settings() {
      return ModelMetadata.of(entries).settings();
    }
  }

  private static HierarchicalHead head(double confidence) {
    SortedMap<Integer, String> names = SETTINGS.labels().orElseThrow();
    return HierarchicalHead.of(
        ModelSettings.of(Map.of("confidence", confidence)).orElse(SETTINGS),
        confidence,
        new ClassFilter(names, List.of()));
  }

  private static List<Label> labels(double confidence, float... logits) {
    return head(confidence)
        .labels(List.of(Slices.of(new long[] {logits.length}, logits)), Slices.placement(10, 10));
  }

  @Test
  void metadataTellsGroupsParentsAndTheOrderOfTheLogits() {
    assertThat(SETTINGS.labels().orElseThrow().values())
        .containsExactly("animal", "vehicle", "cat", "dog", "emu", "wet");
    assertThat(SETTINGS.groups())
        .containsExactly(List.of("animal", "vehicle"), List.of("cat", "dog", "emu"));
    assertThat(SETTINGS.parents()).containsEntry("dog", "animal").hasSize(3);
    assertThat(SETTINGS.head().orElseThrow().settingName()).isEqualTo("hierarchical");
  }

  @Test
  void ofEachGroupTheLikeliestCountsWithAllAboveIt() {
    List<Label> labels = labels(0, 2, 1, 0, 3, 1, 4);

    assertThat(labels).extracting(Label::className).containsExactly("wet", "dog", "animal");
    assertThat(labels).allMatch(label -> label.geometry() instanceof WholeImage);
    double dog = Math.exp(3) / (Math.exp(0) + Math.exp(3) + Math.exp(1));
    assertThat(labels.get(1).score().orElseThrow()).isCloseTo(dog, within(1e-6));
  }

  @Test
  void aClassBelowOneThatLostIsNoLabel() {
    assertThat(labels(0, 1, 2, 0, 3, 1, -4))
        .extracting(Label::className)
        .containsExactly("vehicle");
  }

  @Test
  void aClassMayHaveItsOwnConfidenceAndTakesThoseBelowItAlong() {
    ModelSettings strict = ModelSettings.parse("{class_confidence: {animal: 0.9}}");
    HierarchicalHead head =
        HierarchicalHead.of(
            strict.orElse(SETTINGS),
            0,
            new ClassFilter(SETTINGS.labels().orElseThrow(), List.of()));

    assertThat(
            head.labels(
                List.of(Slices.of(new long[] {6}, 1, 0, 0, 9, 1, -4)), Slices.placement(10, 10)))
        .isEmpty();
  }

  @Test
  void fewerLogitsThanClassesAreRefused() {
    assertThatThrownBy(() -> labels(0, 1, 2, 3))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("[3]");
  }

  @Test
  void aClassBelowOneThatIsTooUnlikelyIsNoLabelEither() {
    // animal has 0.62, dog 0.99
    assertThat(labels(0.7, 0.5f, 0, 0, 9, 1, -4)).isEmpty();
  }

  @Test
  void agreesWithASlowReading() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      float[] logits = new float[6];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = (float) random.nextGaussian() * 3;
      }
      assertThat(labels(0, logits).stream().map(Label::className).sorted())
          .as("seed 7, round %s: %s", round, Arrays.toString(logits))
          .containsExactlyElementsOf(slow(logits));
    }
  }

  /** Written down for this tree only. */
  private static List<String> slow(float[] logits) {
    List<String> names = new ArrayList<>();
    if (logits[0] >= logits[1]) {
      names.add("animal");
      names.add(
          logits[2] >= logits[3] && logits[2] >= logits[4]
              ? "cat"
              : logits[3] >= logits[4] ? "dog" : "emu");
    } else {
      names.add("vehicle");
    }
    if (logits[5] > 0) {
      names.add("wet");
    }
    names.sort(null);
    return names;
  }

  @Test
  void wrongTreesAreRefused() {
    assertThatThrownBy(() -> of("groups: [[cat, dgo]]"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("groups: the model has no class 'dgo'. It has: animal, cat");
    assertThatThrownBy(() -> of("parents: {cat: dog, dog: cat}"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("stands above itself");
    assertThatThrownBy(() -> of("groups: [[cat, dog], [dog]]"))
        .hasMessageContaining("names 'dog' twice");
  }

  private static HierarchicalHead of(String more) {
    ModelSettings settings = ModelSettings.parse(more).orElse(SETTINGS);
    return HierarchicalHead.of(
        settings, 0, new ClassFilter(settings.labels().orElseThrow(), List.of()));
  }
}
