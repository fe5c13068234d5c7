package dev.relabel.image;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * What each of the 256 values of a channel becomes in the input: {@code (value − mean) / scale} as
 * the input's number type.
 *
 * <p>A table gives the exact number for every element type with one native pass over the pixels.
 */
final class ValueTable {
  private static final int VALUES = 256;

  private final InputFormat format;

  ValueTable(InputFormat format) {
    this.format = format;
  }

  /** OpenCV's depth that holds the element's bits. */
  int depth() {
    return switch (format.element()) {
      case FLOAT32 -> opencv_core.CV_32F;
      case FLOAT16 -> opencv_core.CV_16U;
      case UINT8 -> opencv_core.CV_8U;
    };
  }

  /** The table of one channel, counted in the order of the input's colours. */
  Mat ofChannel(int channel) {
    Mat table = new Mat(1, VALUES, opencv_core.CV_MAKETYPE(depth(), 1));
    fill(table, new int[] {channel});
    return table;
  }

  /** One table for all channels, interleaved. */
  Mat ofAllChannels() {
    Mat table = new Mat(1, VALUES, opencv_core.CV_MAKETYPE(depth(), 3));
    fill(table, new int[] {0, 1, 2});
    return table;
  }

  /** The element of a channel for padded pixels, as the number that OpenCV stores at this depth. */
  double padding(int channel) {
    return switch (format.element()) {
      case FLOAT32 -> number(format.pad(), channel);
      case FLOAT16 -> Short.toUnsignedInt(HalfFloat.bits(number(format.pad(), channel)));
      case UINT8 -> Byte.toUnsignedInt(rounded(format.pad(), channel));
    };
  }

  private void fill(Mat table, int[] channels) {
    switch (format.element()) {
      case FLOAT32 -> {
        FloatBuffer numbers = table.createBuffer();
        for (int value = 0; value < VALUES; value++) {
          for (int channel : channels) {
            numbers.put(number(value, channel));
          }
        }
      }
      case FLOAT16 -> {
        ShortBuffer numbers = table.createBuffer();
        for (int value = 0; value < VALUES; value++) {
          for (int channel : channels) {
            numbers.put(HalfFloat.bits(number(value, channel)));
          }
        }
      }
      case UINT8 -> {
        ByteBuffer numbers = table.createBuffer();
        for (int value = 0; value < VALUES; value++) {
          for (int channel : channels) {
            numbers.put(rounded(value, channel));
          }
        }
      }
    }
  }

  private float number(int value, int channel) {
    return (float) ((value - format.mean().get(channel)) / format.scale().get(channel));
  }

  private byte rounded(int value, int channel) {
    return (byte) Math.max(0, Math.min(255, Math.rint(number(value, channel))));
  }
}
