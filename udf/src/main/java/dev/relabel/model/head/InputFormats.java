package dev.relabel.model.head;

import dev.relabel.image.Fit;
import dev.relabel.image.InputFormat;
import dev.relabel.model.GraphTensor;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelSettings;

/** How a model wants one image, from its input and the settings in force. */
public final class InputFormats {
  private InputFormats() {}

  /**
   * The format of the input.
   *
   * @param settings all settings in force, with every default filled in
   * @param asked what a person or the model itself set, without defaults
   * @throws ModelException if a size is asked for that the graph does not take
   */
  public static InputFormat of(ImageInput input, ModelSettings settings, ModelSettings asked) {
    Fit fit = settings.fit().orElseThrow();
    if ((fit == Fit.NONE || fit == Fit.MULTIPLE_OF_32) && !input.isFreeSize()) {
      throw new ModelException(
          "fit %s needs an input of free size, and this one is %s. Set fit to stretch or letterbox."
              .formatted(fit, input.tensor()));
    }
    if (input.width() > ModelSettings.MAX_SIDE || input.height() > ModelSettings.MAX_SIDE) {
      throw new ModelException(
          "The model's own input %s is larger than the %s pixels a side that can be served. Export it with a smaller or a free size."
              .formatted(input.tensor(), ModelSettings.MAX_SIDE));
    }
    return new InputFormat(
        side(
            "width",
            input.width(),
            settings.imageWidth().orElseThrow(),
            asked.imageWidth().isPresent()),
        side(
            "height",
            input.height(),
            settings.imageHeight().orElseThrow(),
            asked.imageHeight().isPresent()),
        fit,
        settings.pad().orElseThrow(),
        settings.colours().orElseThrow(),
        input.layout(),
        input.element(),
        settings.mean(),
        settings.scale());
  }

  private static int side(String name, long fixed, int set, boolean asked) {
    if (fixed == GraphTensor.FREE) {
      return set;
    }
    if (asked && fixed != set) {
      throw new ModelException(
          ("img_size asks for %s %s, but the model only takes %s. Leave img_size out, or export the"
                  + " model with another or a free size.")
              .formatted(name, set, fixed));
    }
    return Math.toIntExact(fixed);
  }
}
