package dev.relabel.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.annotation.Label;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackerStateTest {
  private static final TrackingSettings SETTINGS = new TrackingSettings(0.5, 0.1, 0.6, 0.8, 4);

  private static String stateAfter(List<List<Label>> frames) {
    ByteTracker tracker = new ByteTracker(SETTINGS);
    frames.forEach(tracker::next);
    return tracker.state();
  }

  @Test
  void aVideoCutAnywhereHasTheTracksOfAWholeOne() {
    for (int seed = 0; seed < 3; seed++) {
      List<List<Label>> scene = Scene.random(seed, 40, 12);
      ByteTracker whole = new ByteTracker(SETTINGS);
      List<List<Label>> expected = new ArrayList<>();
      List<String> states = new ArrayList<>(List.of(whole.state()));
      for (List<Label> frame : scene) {
        expected.add(whole.next(frame));
        states.add(whole.state());
      }

      for (int cut = 0; cut <= scene.size(); cut++) {
        ByteTracker second = ByteTracker.of(SETTINGS, states.get(cut));
        assertThat(second.state()).as("seed %s, cut %s", seed, cut).isEqualTo(states.get(cut));
        List<List<Label>> rest =
            scene.subList(cut, scene.size()).stream().map(second::next).toList();
        assertThat(rest)
            .as("seed %s, cut %s", seed, cut)
            .isEqualTo(expected.subList(cut, scene.size()));
        assertThat(second.state())
            .as("seed %s, cut %s", seed, cut)
            .isEqualTo(states.get(scene.size()));
      }
    }
  }

  @Test
  void classNamesOfAnyCharactersAreKept() {
    List<Label> frame =
        List.of(
            Scene.box("Füße: 犬, \"🐕\"\n", 50, 50, 0.9),
            Scene.box("lone \ud83d surrogate", 500, 50, 0.9));
    ByteTracker second = ByteTracker.of(SETTINGS, stateAfter(List.of(frame)));

    assertThat(second.next(frame))
        .extracting(label -> label.track().orElse(0))
        .containsExactly(1L, 2L);
  }

  @Test
  void numbersBeyondAllBoundsAreKept() {
    Label huge = Scene.box("cat", 0, 0, 1e308, 1e308, 0.9);
    String state = stateAfter(List.of(List.of(huge), List.of(), List.of(huge)));

    assertThat(ByteTracker.of(SETTINGS, state).state()).isEqualTo(state);
  }

  @Test
  void aStateIsAsciiAndSmall() {
    String state = stateAfter(List.of(List.of(Scene.box("cat", 50, 50, 0.9))));

    assertThat(state).matches("bytetrack1:[A-Za-z0-9_-]+").hasSizeLessThan(350);
  }

  @Test
  void aStateThatWasChangedOrCutOffIsRefused() {
    String state = stateAfter(List.of(List.of(Scene.box("cat", 50, 50, 0.9))));
    String message =
        "A tracker's state was cut off or changed since it was written."
            + " Track the video from its first frame instead.";
    for (int i = "bytetrack1:".length(); i < state.length(); i++) {
      String cut = state.substring(0, i);
      String changed = cut + (state.charAt(i) == 'B' ? 'C' : 'B') + state.substring(i + 1);
      for (String damaged : List.of(cut, changed)) {
        assertThatThrownBy(() -> ByteTracker.of(SETTINGS, damaged))
            .as(damaged)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(message);
      }
    }
    for (String damaged : List.of(state + "A", state + "=", state + " ", state + "AAAA")) {
      assertThatThrownBy(() -> ByteTracker.of(SETTINGS, damaged))
          .as(damaged)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(message);
    }
  }

  @Test
  void whatIsNoStateIsRefused() {
    assertThatThrownBy(() -> ByteTracker.of(SETTINGS, "{\"frame\": 3}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "This is no tracker's state, which begins with 'bytetrack1:': '{\"frame\": 3}'");
    assertThatThrownBy(() -> ByteTracker.of(SETTINGS, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("This is no tracker's state");
  }
}
