package dev.relabel.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An executor has a small heap beside large models in native memory; each run is a JVM. */
class SmallHeapTest {
  @Test
  void muchNativeMemoryOfOthersDoesNotStopDecoding() throws Exception {
    assertThat(decodeBeside300Megabytes(List.of())).contains("decoded 48 × 32");
  }

  @Test
  void theLimitThatIsLiftedWouldHaveStoppedIt() throws Exception {
    // JavaCPP's own default for a heap of 64 MB.
    assertThat(
            decodeBeside300Megabytes(
                List.of(
                    "-Dorg.bytedeco.javacpp.maxPhysicalBytes=256m",
                    "-Dorg.bytedeco.javacpp.maxRetries=0")))
        .contains("OutOfMemoryError")
        .contains("Physical memory usage is too high");
  }

  private static String decodeBeside300Megabytes(List<String> options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:MaxDirectMemorySize=1g"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Decoding.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  /** The program of the other JVM. */
  static final class Decoding {
    private Decoding() {}

    public static void main(String[] args) {
      ByteBuffer model = ByteBuffer.allocateDirect(300_000_000);
      for (int i = 0; i < model.capacity(); i += 4096) {
        model.put(i, (byte) 1);
      }
      byte[] png = PngSample.rgb(48, 32, ImageSamples.blocks(3, 2));
      try (Picture picture = new ImageDecoder(10_000).decode(png)) {
        System.out.println(
            "decoded %s × %s beside %s".formatted(picture.width(), picture.height(), model.get(0)));
      }
    }
  }
}
