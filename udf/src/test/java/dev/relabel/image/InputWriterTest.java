package dev.relabel.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.relabel.image.InputFormat.Colours;
import dev.relabel.image.InputFormat.Element;
import dev.relabel.image.InputFormat.Layout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputWriterTest {
  private static final List<Double> ZERO = List.of(0.0, 0.0, 0.0);
  private static final List<Double> ONE = List.of(1.0, 1.0, 1.0);

  @ParameterizedTest
  @CsvSource({
    "640, 480, 416, 416, 416, 312, 0, 52",
    "427, 640, 640, 640, 427, 640, 106, 0", // 213 columns of padding: 106 left, 107 right
    "500, 375, 640, 640, 640, 480, 0, 80",
    "100, 1, 64, 64, 64, 1, 0, 31", // 0.64 rows become one
    "1, 1000, 64, 32, 1, 32, 31, 0", // 0.032 columns are kept as one
    "333, 500, 416, 416, 277, 416, 69, 0",
  })
  void centredLetterboxFollowsUltralytics(
      int width, int height, int inputWidth, int inputHeight, int w, int h, int left, int top) {
    Fitting fitting =
        Fitting.of(width, height, chw(inputWidth, inputHeight, Fit.LETTERBOX_CENTRED));

    assertThat(List.of(fitting.scaledWidth(), fitting.scaledHeight())).containsExactly(w, h);
    assertThat(List.of(fitting.left(), fitting.top())).containsExactly(left, top);
  }

  @Test
  void centredLetterboxDividesByItsOneRatio() {
    Placement placement = InputWriter.place(333, 500, chw(416, 416, Fit.LETTERBOX_CENTRED));

    assertThat(placement.toPicture().x(69, 0)).isCloseTo(0, within(1e-9));
    assertThat(placement.toPicture().x(69 + 0.832 * 300, 0)).isCloseTo(300, within(1e-9));
    assertThat(placement.toPicture().y(0, 0.832 * 100)).isCloseTo(100, within(1e-9));
  }

  @Test
  void topLeftLetterboxFollowsYolox() {
    InputFormat format = chw(416, 416, Fit.LETTERBOX_TOP_LEFT);

    Fitting fitting = Fitting.of(333, 500, format); // 277.056 × 416

    assertThat(List.of(fitting.scaledWidth(), fitting.scaledHeight())).containsExactly(277, 416);
    assertThat(List.of(fitting.left(), fitting.top())).containsExactly(0, 0);
    assertThat(InputWriter.place(333, 500, format).toPicture().x(208, 0))
        .isCloseTo(250, within(1e-9));
  }

  @Test
  void stretchGoesBackByTheRatioOfEachAxis() {
    Placement placement = InputWriter.place(200, 50, chw(100, 100, Fit.STRETCH));

    assertThat(placement.toPicture().x(100, 100)).isEqualTo(200);
    assertThat(placement.toPicture().y(100, 100)).isEqualTo(50);
  }

  @Test
  void centreCropKeepsTheMiddle() {
    InputFormat format = chw(224, 224, Fit.CROP_CENTRE);

    Fitting fitting = Fitting.of(640, 480, format); // 298.67 × 224

    assertThat(List.of(fitting.scaledWidth(), fitting.scaledHeight())).containsExactly(298, 224);
    assertThat(fitting.left()).isEqualTo(-37);
    Placement placement = InputWriter.place(640, 480, format);
    assertThat(placement.toPicture().x(112, 0)).isCloseTo(320, within(1e-9));
    assertThat(placement.toPicture().y(0, 224)).isCloseTo(480, within(1e-9));
  }

  @Test
  void centreCropOfAnEndlessStripStaysSmall() {
    Fitting fitting = Fitting.of(1, 1_000_000, chw(224, 224, Fit.CROP_CENTRE));

    assertThat(fitting.scaledHeight()).isEqualTo(224 * 16);
    Placement placement = fitting.placement(1, 1_000_000);
    assertThat(placement.toPicture().y(0, 112)).isCloseTo(500_000, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({
    "640, 480, 960, 640, 480",
    "1920, 1080, 960, 960, 544", // 540 / 32 = 16.875
    "100, 20, 960, 96, 32", // never below 32
    "48, 80, 960, 64, 64", // 1.5 and 2.5 steps: ties go to the even number
    "2000, 3000, 960, 640, 960",
  })
  void textDetectorSidesAreMultiplesOf32(int width, int height, int limit, int w, int h) {
    Placement placement = InputWriter.place(width, height, chw(limit, limit, Fit.MULTIPLE_OF_32));

    assertThat(List.of(placement.inputWidth(), placement.inputHeight())).containsExactly(w, h);
    assertThat(placement.toPicture().x(w, h)).isCloseTo(width, within(1e-9));
    assertThat(placement.toPicture().y(w, h)).isCloseTo(height, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "LETTERBOX_CENTRED, 97, 61",
    "LETTERBOX_CENTRED, 20, 33",
    "LETTERBOX_TOP_LEFT, 97, 61",
    "STRETCH, 97, 61",
    "STRETCH, 128, 96",
    "CROP_CENTRE, 97, 61",
    "CROP_CENTRE, 40, 90",
    "NONE, 31, 17",
    "MULTIPLE_OF_32, 97, 61"
  })
  void writesWhatASlowObviousResizeGives(Fit fit, int width, int height) {
    byte[] rgb = randomPixels(width, height);
    InputFormat format = chw(64, 48, fit);
    Fitting fitting = Fitting.of(width, height, format);

    try (Picture picture = Picture.ofRgb(width, height, rgb)) {
      ByteBuffer target = buffer(picture, format);
      InputWriter.write(picture, format, target);

      assertThat(target.hasRemaining()).isFalse();
      for (int c = 0; c < 3; c++) {
        for (int y = 0; y < fitting.inputHeight(); y++) {
          for (int x = 0; x < fitting.inputWidth(); x++) {
            double expected = slow(rgb, width, height, fitting, x, y, c);
            int index = (c * fitting.inputHeight() + y) * fitting.inputWidth() + x;
            assertThat(target.getFloat(4 * index))
                .as("%s channel %s at %s,%s", fit, c, x, y)
                .isCloseTo((float) expected, within(1f)); // OpenCV rounds to whole values
          }
        }
      }
    }
  }

  @Test
  void coloursLayoutsAndElementsLandWhereTheyBelong() {
    byte[] rgb = {10, 20, 30, 40, 50, 60};
    try (Picture picture = Picture.ofRgb(2, 1, rgb)) {
      assertThat(floats(picture, Colours.RGB, Layout.CHW)).containsExactly(10, 40, 20, 50, 30, 60);
      assertThat(floats(picture, Colours.BGR, Layout.CHW)).containsExactly(30, 60, 20, 50, 10, 40);
      assertThat(floats(picture, Colours.RGB, Layout.HWC)).containsExactly(10, 20, 30, 40, 50, 60);
      assertThat(floats(picture, Colours.BGR, Layout.HWC)).containsExactly(30, 20, 10, 60, 50, 40);
    }
  }

  @Test
  void meanAndScaleFollowTheOrderOfTheColours() {
    InputFormat format =
        new InputFormat(
            1,
            1,
            Fit.STRETCH,
            0,
            Colours.BGR,
            Layout.HWC,
            Element.FLOAT32,
            List.of(1.0, 2.0, 3.0),
            List.of(2.0, 4.0, 8.0));
    try (Picture picture = Picture.ofRgb(1, 1, new byte[] {(byte) 203, 102, 51})) {
      ByteBuffer target = buffer(picture, format);
      InputWriter.write(picture, format, target);

      target.flip();
      assertThat(target.getFloat()).isEqualTo(25f); // blue: (51 - 1) / 2
      assertThat(target.getFloat()).isEqualTo(25f); // green: (102 - 2) / 4
      assertThat(target.getFloat()).isEqualTo(25f); // red: (203 - 3) / 8
    }
  }

  @Test
  void paddingIsNormalisedToo() {
    for (Layout layout : Layout.values()) {
      for (Element element : Element.values()) {
        InputFormat format =
            new InputFormat(
                4,
                2,
                Fit.LETTERBOX_TOP_LEFT,
                114,
                Colours.RGB,
                layout,
                element,
                List.of(14.0, 14.0, 14.0),
                List.of(2.0, 2.0, 2.0));
        try (Picture picture = Picture.ofRgb(1, 1, new byte[] {16, 16, 16})) {
          ByteBuffer target = buffer(picture, format);
          InputWriter.write(picture, format, target);

          // Two of four columns are the picture, in each of two rows.
          int corner = layout == Layout.CHW ? 3 : 9;
          assertThat(number(target, element, 0)).isEqualTo(1);
          assertThat(number(target, element, corner)).isEqualTo(50);
        }
      }
    }
  }

  @Test
  void wholeBytesAreRoundedAndClamped() {
    InputFormat format =
        new InputFormat(
            3,
            1,
            Fit.NONE,
            0,
            Colours.RGB,
            Layout.HWC,
            Element.UINT8,
            List.of(0.0, 0.0, 100.0),
            List.of(2.0, 0.5, 1.0));
    try (Picture picture = Picture.ofRgb(1, 1, new byte[] {5, (byte) 200, 50})) {
      ByteBuffer target = buffer(picture, format);
      InputWriter.write(picture, format, target);

      assertThat(target.get(0)).isEqualTo((byte) 2); // 2.5, tie to even
      assertThat(target.get(1)).isEqualTo((byte) 255); // 400
      assertThat(target.get(2)).isEqualTo((byte) 0); // -50
    }
  }

  @Test
  void writesAtThePositionOfTheBufferAndLeavesTheRestAlone() {
    InputFormat format = chw(1, 1, Fit.STRETCH);
    ByteBuffer batch = ByteBuffer.allocateDirect(4 * 3 * 4).order(ByteOrder.nativeOrder());
    batch.position(12);
    try (Picture first = Picture.ofRgb(1, 1, new byte[] {1, 2, 3});
        Picture second = Picture.ofRgb(1, 1, new byte[] {4, 5, 6})) {
      InputWriter.write(first, format, batch);
      assertThat(batch.position()).isEqualTo(24);
      InputWriter.write(second, format, batch);
    }
    assertThat(batch.position()).isEqualTo(36);
    float[] all = new float[12];
    batch.rewind().asFloatBuffer().get(all);
    assertThat(all).containsExactly(0, 0, 0, 1, 2, 3, 4, 5, 6, 0, 0, 0);
  }

  @Test
  void refusesABufferThatItCannotFill() {
    InputFormat format = chw(2, 2, Fit.STRETCH);
    try (Picture picture = Picture.ofRgb(1, 1, new byte[3])) {
      ByteBuffer small = ByteBuffer.allocateDirect(47).order(ByteOrder.nativeOrder());
      assertThatThrownBy(() -> InputWriter.write(picture, format, small))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("The input needs 48 bytes, the buffer has 47 left");
      ByteBuffer heap = ByteBuffer.allocate(48).order(ByteOrder.nativeOrder());
      assertThatThrownBy(() -> InputWriter.write(picture, format, heap))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must be direct");
    }
  }

  @Test
  void refusesAnInputWithoutPixels() {
    assertThatThrownBy(() -> InputWriter.place(10, 10, chw(0, 416, Fit.STRETCH)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The input size must be positive, not 0 × 416");
  }

  private static double slow(
      byte[] rgb, int width, int height, Fitting fitting, int x, int y, int c) {
    int scaledX = x - fitting.left();
    int scaledY = y - fitting.top();
    if (scaledX < 0
        || scaledY < 0
        || scaledX >= fitting.scaledWidth()
        || scaledY >= fitting.scaledHeight()) {
      return 114;
    }
    double fromX = (scaledX + 0.5) * width / fitting.scaledWidth() - 0.5;
    double fromY = (scaledY + 0.5) * height / fitting.scaledHeight() - 0.5;
    int x0 = (int) Math.floor(fromX);
    int y0 = (int) Math.floor(fromY);
    double sum = 0;
    for (int dy = 0; dy <= 1; dy++) {
      for (int dx = 0; dx <= 1; dx++) {
        int px = Math.max(0, Math.min(width - 1, x0 + dx));
        int py = Math.max(0, Math.min(height - 1, y0 + dy));
        double weightX = dx == 1 ? fromX - x0 : 1 - fromX + x0;
        double weightY = dy == 1 ? fromY - y0 : 1 - fromY + y0;
        sum += weightX * weightY * Byte.toUnsignedInt(rgb[(py * width + px) * 3 + c]);
      }
    }
    return sum;
  }

  private static byte[] randomPixels(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    new Random(7).nextBytes(rgb);
    return rgb;
  }

  private static float[] floats(Picture picture, Colours colours, Layout layout) {
    InputFormat format =
        new InputFormat(0, 0, Fit.NONE, 0, colours, layout, Element.FLOAT32, ZERO, ONE);
    ByteBuffer target = buffer(picture, format);
    InputWriter.write(picture, format, target);
    float[] numbers = new float[target.capacity() / 4];
    target.rewind().asFloatBuffer().get(numbers);
    return numbers;
  }

  private static double number(ByteBuffer buffer, Element element, int index) {
    return switch (element) {
      case FLOAT32 -> buffer.getFloat(4 * index);
      case FLOAT16 -> HalfFloatTest.value(buffer.getShort(2 * index));
      case UINT8 -> Byte.toUnsignedInt(buffer.get(index));
    };
  }

  private static InputFormat chw(int width, int height, Fit fit) {
    return new InputFormat(
        width, height, fit, 114, Colours.RGB, Layout.CHW, Element.FLOAT32, ZERO, ONE);
  }

  private static ByteBuffer buffer(Picture picture, InputFormat format) {
    Placement placement = InputWriter.place(picture.width(), picture.height(), format);
    return ByteBuffer.allocateDirect((int) InputWriter.bytes(placement, format))
        .order(ByteOrder.nativeOrder());
  }
}
