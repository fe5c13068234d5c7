package dev.relabel.platform.geti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.platform.PlatformException;
import dev.relabel.platform.PlatformRejectedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelArchiveTest {
  private static final byte[] WEIGHTS = "weights".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path directory = Path.of("");

  private static byte[] zip(byte[] content, String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** As Python writes it, and so the server. */
  private static byte[] stored() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      CRC32 sum = new CRC32();
      sum.update(WEIGHTS);
      ZipEntry entry = new ZipEntry("model.onnx");
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(WEIGHTS.length);
      entry.setCrc(sum.getValue());
      zip.putNextEntry(entry);
      zip.write(WEIGHTS);
    }
    return bytes.toByteArray();
  }

  private Path unpack(byte[] archive) throws IOException {
    Path to = directory.resolve("got");
    new ModelArchive("model m").unpack(new ByteArrayInputStream(archive), to);
    return to;
  }

  private void refuses(byte[] archive, String why) {
    assertThatThrownBy(() -> unpack(archive))
        .isInstanceOf(PlatformRejectedException.class)
        .hasMessageContaining("What the server exports of model m " + why)
        .hasMessageContaining("name the file with --model");
  }

  @Test
  void theModelIsUnpacked() throws IOException {
    assertThat(unpack(stored())).hasBinaryContent(WEIGHTS);
    assertThat(unpack(zip(WEIGHTS, "model.onnx"))).hasBinaryContent(WEIGHTS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../model.onnx", "/model.onnx", "a/model.onnx", "model.onnx/", "weights.pth"})
  void anotherNameIsRefusedAndNothingIsWritten(String name) throws IOException {
    refuses(zip(name.endsWith("/") ? new byte[0] : WEIGHTS, name), "holds something else");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aSecondEntryIsRefused() throws IOException {
    refuses(zip(WEIGHTS, "model.onnx", "../more"), "holds more than model.onnx");
  }

  @Test
  void whatIsNoArchiveIsRefused() throws IOException {
    refuses("<html>Sign in</html>".getBytes(StandardCharsets.UTF_8), "is no zip archive");
    refuses(new byte[0], "is no zip archive");
    byte[] damaged = zip(WEIGHTS, "model.onnx");
    Arrays.fill(damaged, 40, 46, (byte) 0xff);
    refuses(damaged, "is no readable zip archive");
  }

  @Test
  void aNameThatIsNoTextIsRefused() throws IOException {
    byte[] named = zip(WEIGHTS, "model.onnx");
    named[7] |= 0x08; // the name is said to be UTF-8
    named[30] = (byte) 0xff;

    refuses(named, "is no readable zip archive");
  }

  @Test
  void anArchiveThatIsCutOffIsAskedForAgain() throws IOException {
    byte[] whole = stored();

    assertThatThrownBy(() -> unpack(Arrays.copyOf(whole, 43)))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(PlatformException.class);
  }

  @Test
  void aBombIsNotUnpacked() throws IOException {
    byte[] bomb = zip(new byte[80 << 20], "model.onnx");
    assertThat(bomb).hasSizeLessThan(1 << 20);

    refuses(bomb, "grows to more than 50 times its size");
    assertThat(Files.size(directory.resolve("got"))).isLessThanOrEqualTo(64L << 20);
  }

  @Test
  void whereItCannotBeWrittenIsSaid() throws IOException {
    Files.createDirectory(directory.resolve("got"));

    assertThatThrownBy(() -> unpack(stored()))
        .isInstanceOf(PlatformException.class)
        .hasMessageContaining("model m cannot be written to " + directory.resolve("got"));
  }
}
