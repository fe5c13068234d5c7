package dev.relabel.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.relabel.image.Picture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every frame is the one that its number says, however it is reached. */
class VideoReaderTest {
  private static final long MAX_PIXELS = 1 << 20;

  private static final Map<String, String> B_FRAMES = Map.of("bf", "2");

  @TempDir static Path folder = Path.of("");

  @BeforeAll
  static void write() {
    Av.prepare();
    for (String name : List.of("mpeg4.mp4", "mpeg4.mkv", "mpeg4.avi", "mpeg4.mov")) {
      write(name, "mpeg4", B_FRAMES, SampleVideos.CONSTANT_RATE);
    }
    write(
        "vp8.webm",
        "libvpx",
        Map.of("auto-alt-ref", "1", "lag-in-frames", "16"),
        SampleVideos.CONSTANT_RATE);
    write("vp9.webm", "libvpx-vp9", Map.of("lag-in-frames", "16"), SampleVideos.CONSTANT_RATE);
    write("h264.mp4", "libopenh264", Map.of(), SampleVideos.CONSTANT_RATE);
    write("h264.mkv", "libopenh264", Map.of(), SampleVideos.CONSTANT_RATE);
    write("mjpeg.avi", "mjpeg", Map.of(), SampleVideos.CONSTANT_RATE);
    write("mpeg2.mkv", "mpeg2video", B_FRAMES, SampleVideos.CONSTANT_RATE);
    write("variable.mp4", "mpeg4", B_FRAMES, VideoReaderTest::variable);
    write("variable.mkv", "mpeg4", B_FRAMES, VideoReaderTest::variable);
    write("variable-h264.mp4", "libopenh264", Map.of(), VideoReaderTest::variable);
  }

  /** Some frames are shown for 51 ms, others for 18. */
  private static long variable(long frame) {
    return frame * 40 + frame % 3 * 11;
  }

  private static void write(
      String name, String codec, Map<String, String> options, LongUnaryOperator millis) {
    SampleVideos.write(folder.resolve(name), codec, options, millis);
  }

  static Stream<String> videos() {
    return Arrays.stream(folder.toFile().list()).filter(name -> !name.startsWith("x-")).sorted();
  }

  private static List<Integer> numbers(VideoReader reader, FrameIndex index, List<Long> frames)
      throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (long frame : frames) {
      try (Picture picture = reader.picture(index.address(frame))) {
        numbers.add(SampleVideos.number(picture));
      }
    }
    return numbers;
  }

  private static List<Integer> ints(List<Long> frames) {
    return frames.stream().map(Long::intValue).toList();
  }

  @ParameterizedTest
  @MethodSource("videos")
  void everyFrameIsTheOneThatItsNumberSays(String name) throws IOException {
    try (FileBytes bytes = new FileBytes(folder.resolve(name));
        VideoReader reader = VideoReader.open(bytes, MAX_PIXELS)) {
      FrameIndex index = reader.index();
      assertThat(index.count()).isEqualTo(SampleVideos.FRAMES);
      List<Long> all = LongStream.range(0, SampleVideos.FRAMES).boxed().toList();

      assertThat(numbers(reader, index, all)).isEqualTo(ints(all));
      assertThat(numbers(reader, index, List.of(99L, 0L, 50L, 50L, 51L, 7L)))
          .containsExactly(99, 0, 50, 50, 51, 7);
      List<Long> mixed = new ArrayList<>(all);
      Collections.shuffle(mixed, new Random(1));
      assertThat(numbers(reader, index, mixed.subList(0, 25)))
          .isEqualTo(ints(mixed.subList(0, 25)));
    }
  }

  @ParameterizedTest
  @MethodSource("videos")
  void aReaderThatBeginsInTheMiddleSeesTheSamePixels(String name) throws IOException {
    List<String> sequential = new ArrayList<>();
    FrameIndex index;
    try (FileBytes bytes = new FileBytes(folder.resolve(name));
        VideoReader reader = VideoReader.open(bytes, MAX_PIXELS)) {
      index = reader.index();
      for (long frame = 0; frame < index.count(); frame++) {
        sequential.add(hash(reader, index, frame));
      }
    }
    for (long start : new long[] {1, 12, 13, 29, 30, 47, 98}) {
      try (FileBytes bytes = new FileBytes(folder.resolve(name));
          VideoReader reader = VideoReader.open(bytes, MAX_PIXELS)) {
        for (long frame = start; frame < Math.min(start + 5, index.count()); frame++) {
          assertThat(hash(reader, index, frame))
              .as("frame %s from %s", frame, start)
              .isEqualTo(sequential.get((int) frame));
        }
      }
    }
  }

  private static String hash(VideoReader reader, FrameIndex index, long frame) throws IOException {
    try (Picture picture = reader.picture(index.address(frame))) {
      return picture.sha256();
    }
  }

  @Test
  void framesOfAVariableRateAreShownWhenTheyAre() throws IOException {
    try (FileBytes bytes = new FileBytes(folder.resolve("variable.mkv"));
        VideoReader reader = VideoReader.open(bytes, MAX_PIXELS)) {
      FrameIndex index = reader.index();
      assertThat(index.seconds(0)).isZero();
      assertThat(index.seconds(1)).isEqualTo(0.051);
      assertThat(index.seconds(2)).isEqualTo(0.102);
      assertThat(index.seconds(3)).isEqualTo(0.120);
    }
  }

  @Test
  void picturesAreTurnedAsTheContainerSays() throws IOException {
    byte[] content = Files.readAllBytes(folder.resolve("h264.mp4"));
    ByteBuffer matrix = ByteBuffer.wrap(content, box(content, "tkhd") + 40, 20);
    matrix.putInt(0).putInt(1 << 16).putInt(0).putInt(-1 << 16).putInt(0); // a quarter clockwise
    Path turned = Files.write(folder.resolve("x-turned.mp4"), content);
    try (FileBytes bytes = new FileBytes(turned);
        VideoReader reader = VideoReader.open(bytes, MAX_PIXELS)) {
      assertThat(reader.width()).isEqualTo(32);
      assertThat(reader.height()).isEqualTo(128);
      // Frame 1 has one white square, which lay top left: it lies at the top now, to the right.
      try (Picture picture = reader.picture(reader.index().address(1))) {
        assertThat(picture.width()).isEqualTo(32);
        assertThat(picture.height()).isEqualTo(128);
        byte[] rgb = picture.toRgb();
        assertThat(rgb[(8 * 32 + 24) * 3] & 0xff).isGreaterThan(180);
        assertThat(rgb[(120 * 32 + 24) * 3] & 0xff).isLessThan(60);
      }
    }
  }

  @Test
  void ofAVideoThatIsCutOffTheRestIsKnownToBeLost() throws IOException {
    byte[] content = Files.readAllBytes(folder.resolve("h264.mp4"));
    Path cut = Files.write(folder.resolve("x-cut.mp4"), Arrays.copyOf(content, content.length / 2));
    try (FileBytes bytes = new FileBytes(cut);
        VideoReader reader = VideoReader.open(bytes, MAX_PIXELS)) {
      FrameIndex index = reader.index();
      assertThat(index.count()).isBetween(20L, 80L);
      assertThat(index.lost()).isEqualTo(SampleVideos.FRAMES - index.count());
      assertThat(numbers(reader, index, List.of(0L, 15L))).containsExactly(0, 15);
    }
  }

  /** Where the content of a box begins. */
  private static int box(byte[] file, String name) {
    return new String(file, StandardCharsets.ISO_8859_1).indexOf(name) + name.length();
  }

  @Test
  void aClaimedLengthIsNotBelieved() throws IOException {
    byte[] content = Files.readAllBytes(folder.resolve("h264.mp4"));
    content[box(content, "mvhd") + 16] = 0x7f; // a few years
    content[box(content, "mdhd") + 16] = 0x7f;
    content[box(content, "tkhd") + 20] = 0x7f;
    Path wrong = Files.write(folder.resolve("x-long.mp4"), content);
    try (FileBytes bytes = new FileBytes(wrong);
        VideoReader reader = VideoReader.open(bytes, MAX_PIXELS)) {
      assertThat(reader.index().count()).isEqualTo(SampleVideos.FRAMES);
    }
  }

  @Test
  void aClaimedLengthThatIsFarTooLongIsTold() throws IOException {
    byte[] content = Files.readAllBytes(folder.resolve("h264.mkv"));
    String text = new String(content, StandardCharsets.ISO_8859_1);
    int duration = text.indexOf("D\u0089\u0088") + 3; // Duration, in eight bytes
    ByteBuffer.wrap(content).putDouble(duration, 3_600_000);
    Path wrong = Files.write(folder.resolve("x-hour.mkv"), content);
    try (FileBytes bytes = new FileBytes(wrong);
        VideoReader reader = VideoReader.open(bytes, MAX_PIXELS)) {
      FrameIndex index = reader.index();
      assertThat(index.count()).isEqualTo(SampleVideos.FRAMES);
      assertThat(index.cutOff())
          .contains(
              "the video says that it lasts 3600.0 s, but its last frame comes after 4.0 s: it is"
                  + " cut off, or its header is wrong");
    }
  }

  /** A white square has luma 220: 238 in the limited range of most videos, 220 in that of JPEG. */
  @ParameterizedTest
  @CsvSource({"h264.mp4, 238, 16", "mjpeg.avi, 220, 30", "vp9.webm, 238, 16"})
  void coloursHaveTheRangeThatTheVideoSays(String name, int white, int black) throws IOException {
    try (FileBytes bytes = new FileBytes(folder.resolve(name));
        VideoReader reader = VideoReader.open(bytes, MAX_PIXELS);
        Picture picture = reader.picture(reader.index().address(1))) {
      byte[] rgb = picture.toRgb();
      int row = SampleVideos.HEIGHT / 2 * SampleVideos.WIDTH;
      assertThat(rgb[(row + 8) * 3] & 0xff).isCloseTo(white, within(4));
      assertThat(rgb[(row + 100) * 3] & 0xff).isCloseTo(black, within(4));
    }
  }

  @Test
  void manyReadersAtOnceKeepTheirVideosApart() throws Exception {
    List<String> names = List.of("h264.mp4", "vp9.webm", "mpeg4.avi", "mpeg4.mkv");
    ExecutorService threads = Executors.newFixedThreadPool(24);
    try {
      CountDownLatch open = new CountDownLatch(24);
      List<Future<List<Integer>>> all = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        Path file = folder.resolve(names.get(i % names.size()));
        all.add(
            threads.submit(
                () -> {
                  try (FileBytes bytes = new FileBytes(file);
                      VideoReader reader = VideoReader.open(bytes, MAX_PIXELS)) {
                    open.countDown();
                    open.await();
                    return numbers(reader, reader.index(), List.of(3L, 4L, 70L, 20L));
                  }
                }));
      }
      for (Future<List<Integer>> each : all) {
        assertThat(each.get()).containsExactly(3, 4, 70, 20);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void framesThatAnEditListCutsAwayAreNotLost() throws IOException {
    // Shown from -120 ms on: the container's list begins the film at 0.
    Path trimmed =
        SampleVideos.write(
            folder.resolve("x-trimmed.mp4"), "libopenh264", Map.of(), frame -> 40 * frame - 120);
    try (FileBytes bytes = new FileBytes(trimmed);
        VideoReader reader = VideoReader.open(bytes, MAX_PIXELS)) {
      FrameIndex index = reader.index();
      assertThat(index.count()).isEqualTo(97);
      assertThat(index.cutOff()).isEmpty();
      assertThat(numbers(reader, index, List.of(0L, 1L, 96L, 10L))).containsExactly(3, 4, 99, 13);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "h264.mp4, 0.5",
    "mpeg4.mp4, 0.5",
    "mpeg4.mkv, 0.5",
    "vp9.webm, 0.5",
    "mpeg4.avi, 0.65"
  })
  void whatFollowsTheCutOfAVideoIsKnownToBeMissing(String name, double share) throws IOException {
    byte[] content = Files.readAllBytes(folder.resolve(name));
    Path cut =
        Files.write(
            folder.resolve("x-half-" + name),
            Arrays.copyOf(content, (int) (content.length * share)));
    try (FileBytes bytes = new FileBytes(cut);
        VideoReader reader = VideoReader.open(bytes, MAX_PIXELS)) {
      FrameIndex index = reader.index();
      assertThat(index.count()).isBetween(5L, 90L);
      assertThat(index.cutOff()).isPresent();
    }
    try (FileBytes bytes = new FileBytes(folder.resolve(name));
        VideoReader reader = VideoReader.open(bytes, MAX_PIXELS)) {
      assertThat(reader.index().cutOff()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"h264.mp4", "mpeg4.mp4"})
  void noFrameIsTakenThatADamagedOneMayHaveSpoilt(String name) throws IOException {
    byte[] content = Files.readAllBytes(folder.resolve(name));
    for (int i = 0; i < 40; i++) {
      content[content.length * 7 / 10 + i] ^= 0x5a;
    }
    Path damaged = Files.write(folder.resolve("x-damaged-" + name), content);
    int refused = 0;
    try (FileBytes bytes = new FileBytes(damaged);
        VideoReader reader = VideoReader.open(bytes, MAX_PIXELS);
        FileBytes good = new FileBytes(folder.resolve(name));
        VideoReader whole = VideoReader.open(good, MAX_PIXELS)) {
      FrameIndex index = whole.index();
      for (long frame = 0; frame < index.count(); frame++) {
        String hash;
        try {
          hash = hash(reader, index, frame);
        } catch (UnreadableVideoException e) {
          refused++;
          continue;
        }
        assertThat(hash).as("frame %s", frame).isEqualTo(hash(whole, index, frame));
      }
    }
    assertThat(refused).isBetween(1, 30);
  }

  @Test
  void whatIsNoVideoIsRefused() throws IOException {
    Path none = Files.write(folder.resolve("x-none.mp4"), new byte[5000]);
    Path list = Files.writeString(folder.resolve("x-list.mp4"), "#EXTM3U\n/etc/passwd\n");
    for (Path file : List.of(none, list)) {
      try (FileBytes bytes = new FileBytes(file)) {
        assertThatThrownBy(() -> VideoReader.open(bytes, MAX_PIXELS))
            .isInstanceOf(UnreadableVideoException.class)
            .hasMessageContaining("damaged, cut off or no video");
      }
    }
  }

  @Test
  void framesThatAreTooLargeAreRefused() throws IOException {
    try (FileBytes bytes = new FileBytes(folder.resolve("h264.mp4"))) {
      assertThatThrownBy(() -> VideoReader.open(bytes, 4000))
          .isInstanceOf(UnreadableVideoException.class)
          .hasMessageContaining("128 × 32 pixels are more than the limit of 4000");
    }
  }
}
