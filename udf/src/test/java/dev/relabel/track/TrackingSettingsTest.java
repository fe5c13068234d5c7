package dev.relabel.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrackingSettingsTest {
  @Test
  void theDefaultsAreThoseOfByteTrack() {
    assertThat(TrackingSettings.DEFAULT).isEqualTo(new TrackingSettings(0.5, 0.1, 0.6, 0.8, 30));
    assertThat(TrackingSettings.of(Map.of())).isEqualTo(TrackingSettings.DEFAULT);
    Map<String, Object> unsaid = new HashMap<>();
    unsaid.put("track_buffer", null);
    assertThat(TrackingSettings.of(unsaid)).isEqualTo(TrackingSettings.DEFAULT);
  }

  @Test
  void eachNameSetsItsPart() {
    Map<String, Object> settings =
        Map.of(
            "track_high_thresh",
            0.4,
            "track_low_thresh",
            0.2,
            "new_track_thresh",
            0.9f,
            "match_thresh",
            1,
            "track_buffer",
            60L,
            "confidence",
            "of somebody else");

    assertThat(TrackingSettings.of(settings))
        .isEqualTo(new TrackingSettings(0.4, 0.2, 0.9f, 1, 60));
  }

  @Test
  void aHighScoreThatIsSaidMovesTheOthersWithIt() {
    assertThat(TrackingSettings.of(Map.of("track_high_thresh", 0.25)))
        .isEqualTo(new TrackingSettings(0.25, 0.1, 0.35, 0.8, 30));
    assertThat(TrackingSettings.of(Map.of("track_high_thresh", 0.05)).lowScore()).isEqualTo(0.05);
    assertThat(TrackingSettings.of(Map.of("track_high_thresh", 0.95)).newTrackScore()).isEqualTo(1);
  }

  @Test
  void aMapHasAllNamesAndIsReadAgain() {
    TrackingSettings settings = new TrackingSettings(0.45, 0.15, 0.3, 0.75, 12);

    assertThat(settings.toMap().keySet()).isEqualTo(TrackingSettings.KEYS);
    assertThat(TrackingSettings.of(settings.toMap())).isEqualTo(settings);
  }

  @Test
  void theyTravel() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(TrackingSettings.DEFAULT);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(TrackingSettings.DEFAULT);
    }
  }

  @Test
  void whatCannotBeIsRefusedWithAllReasons() {
    assertThatThrownBy(() -> new TrackingSettings(1.5, Double.NaN, -0.1, 0, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "track_high_thresh lies in 0–1, not at 1.5; track_low_thresh lies in 0–1, not at NaN;"
                + " new_track_thresh lies in 0–1, not at -0.1; match_thresh lies above 0 and at"
                + " most at 1, not at 0.0; track_buffer is 0–10000 frames, not -1");
    assertThatThrownBy(() -> new TrackingSettings(0.5, 0.1, 0.6, 0.8, 10_001))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("track_buffer is 0–10000 frames, not 10001");
    assertThatThrownBy(() -> TrackingSettings.of(Map.of("track_low_thresh", 0.7)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("track_low_thresh, 0.7, is at most track_high_thresh, 0.5");
    assertThatThrownBy(() -> TrackingSettings.of(Map.of("track_high_thresh", -1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("track_high_thresh lies in 0–1, not at -1.0");
  }

  @Test
  void whatIsNoNumberIsRefusedWithAllReasons() {
    Map<String, Object> settings =
        Map.of("track_high_thresh", "0.5", "match_thresh", true, "track_buffer", 1.5);

    assertThatThrownBy(() -> TrackingSettings.of(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "track_high_thresh is a number, not '0.5'; match_thresh is a number, not 'true';"
                + " track_buffer is a whole number of frames, not 1.5");
  }
}
