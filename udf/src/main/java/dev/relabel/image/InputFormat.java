package dev.relabel.image;

import java.util.List;

/**
 * How a model wants one image.
 *
 * @param width input columns; for {@link Fit#MULTIPLE_OF_32} the limit of the longer side; ignored
 *     for {@link Fit#NONE}
 * @param height input rows; as width
 * @param fit how a picture is brought to that size
 * @param pad value 0–255 of padded pixels, before normalisation
 * @param colours order of the channels
 * @param layout order of the axes
 * @param element type of one number
 * @param mean subtracted from each 0–255 channel, in the order of {@code colours}
 * @param scale then divided by, in the order of {@code colours}; 255 gives 0–1
 */
public record InputFormat(
    int width,
    int height,
    Fit fit,
    int pad,
    Colours colours,
    Layout layout,
    Element element,
    List<Double> mean,
    List<Double> scale) {
  public InputFormat {
    mean = List.copyOf(mean);
    scale = List.copyOf(scale);
    if (mean.size() != 3 || scale.size() != 3) {
      throw new IllegalArgumentException(
          "Mean and scale have 3 numbers each, not %s and %s".formatted(mean, scale));
    }
    if (pad < 0 || pad > 255) {
      throw new IllegalArgumentException("Padding is a value of 0–255, not " + pad);
    }
  }

  /** Order of the colour channels. */
  public enum Colours {
    RGB,
    BGR
  }

  /** Order of the axes of one image: channels first or last. */
  public enum Layout {
    CHW,
    HWC
  }

  /** Type of one number of the input tensor. */
  public enum Element {
    FLOAT32(4),
    FLOAT16(2),
    UINT8(1);

    private final int bytes;

    Element(int bytes) {
      this.bytes = bytes;
    }

    /** Size of one number in bytes. */
    public int bytes() {
      return bytes;
    }
  }
}
