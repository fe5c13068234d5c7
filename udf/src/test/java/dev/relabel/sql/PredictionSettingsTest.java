package dev.relabel.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.image.ImageDecoder;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.onnx.Device;
import org.junit.jupiter.api.Test;

class PredictionSettingsTest {
  @Test
  void nothingSetsTheDefaults() {
    PredictionSettings defaults =
        new PredictionSettings(ModelSettings.NONE, Device.AUTO, 0, ImageDecoder.DEFAULT_MAX_PIXELS);

    assertThat(PredictionSettings.parse(null)).isEqualTo(defaults);
    assertThat(PredictionSettings.parse(" ")).isEqualTo(defaults);
  }

  @Test
  void whatIsNotTheModelsIsTakenOut() {
    assertThat(
            PredictionSettings.parse(
                "{conf: 0.5, device: \"cuda:1\", batch_size: 8, max_pixels: 100}"))
        .isEqualTo(
            new PredictionSettings(
                ModelSettings.parse("{confidence: 0.5}"), Device.cuda(1), 8, 100));
  }

  @Test
  void wrongNumbersAndUnknownNamesAreTold() {
    assertThatThrownBy(() -> PredictionSettings.parse("{batch_size: 2000}"))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "Settings are wrong: 'batch_size' is a whole number from 0 to 1024, not '2000'");
    assertThatThrownBy(() -> PredictionSettings.parse("{max_pixels: many}"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("'max_pixels' is a whole number");
    assertThatThrownBy(() -> PredictionSettings.parse("{confidnce: 0.5}"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("'confidnce' is not a setting");
  }
}
