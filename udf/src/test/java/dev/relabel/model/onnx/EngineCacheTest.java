package dev.relabel.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.model.onnx.DeviceOptions.Precision;
import dev.relabel.model.onnx.SessionTuning.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineCacheTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void everythingThatAnEngineDependsOnHasAFolderOfItsOwn() {
    SessionTuning half = SessionTuning.of(new DeviceOptions(Precision.FP16, 0, 0, ""));
    SessionTuning large =
        new SessionTuning(
            DeviceOptions.DEFAULT,
            false,
            List.of(new Range("images", List.of(1L, 3L, 9L, 9L), List.of(4L, 3L, 9L, 9L))));
    Set<String> names = new TreeSet<>();
    names.add(EngineCache.name("a", SessionTuning.NONE, "A10", "1.28.0"));
    names.add(EngineCache.name("b", SessionTuning.NONE, "A10", "1.28.0"));
    names.add(EngineCache.name("a", half, "A10", "1.28.0"));
    names.add(EngineCache.name("a", large, "A10", "1.28.0"));
    names.add(EngineCache.name("a", SessionTuning.NONE, "RTX 3090", "1.28.0"));
    names.add(EngineCache.name("a", SessionTuning.NONE, "A10", "1.28.1"));

    assertThat(names).hasSize(6).allMatch(name -> name.matches("[0-9a-f]{32}"));
    // Memory and where engines lie change no engine.
    SessionTuning elsewhere =
        SessionTuning.of(new DeviceOptions(Precision.FP32, 1 << 20, 0, "/engines"));
    assertThat(names).contains(EngineCache.name("a", elsewhere, "A10", "1.28.0"));
  }

  @Test
  void cardsAndDriverAreReadFromTheDriver() throws IOException {
    Path card = Files.createDirectories(directory.resolve("gpus/0000:01:00.0"));
    Files.writeString(directory.resolve("version"), "NVRM version: 570.1");
    Files.writeString(card.resolve("information"), "Model: \t NVIDIA A10\nIRQ: 5\n");

    assertThat(EngineCache.cards(directory)).isEqualTo("NVRM version: 570.1\nModel: \t NVIDIA A10");
    assertThat(EngineCache.cards(directory.resolve("none"))).isEmpty();
  }

  private Path used(Ticking clock, String name, int bytes) throws IOException {
    Path folder = new FolderCache(directory, 100, clock.next()).folder(name);
    Files.write(folder.resolve("engine"), new byte[bytes]);
    return new FolderCache(directory, 100, clock.next()).folder(name); // writing has touched it
  }

  /** A clock that goes on by a second with each use. */
  private static final class Ticking {
    private long seconds = 1_000_000;

    Clock next() {
      return Clock.fixed(Instant.ofEpochSecond(seconds++), ZoneOffset.UTC);
    }
  }

  @Test
  void foldersThatWereUsedLastStay() throws IOException {
    Ticking clock = new Ticking();
    Path a = used(clock, "a", 40);
    Path b = used(clock, "b", 40);
    used(clock, "a", 40); // again
    Path c = used(clock, "c", 40);

    new FolderCache(directory, 100, clock.next()).folder("c");

    assertThat(b).doesNotExist();
    assertThat(List.of(a, c)).allMatch(Files::exists);
  }

  @Test
  void theFolderInUseStaysHoweverLarge() throws IOException {
    Ticking clock = new Ticking();
    Path large = used(clock, "large", 400);

    assertThat(new FolderCache(directory, 100, clock.next()).folder("large")).isEqualTo(large);
    assertThat(large.resolve("engine")).exists();
  }

  @Test
  void missingLibrariesAreNamedWithWhatBringsThem() throws IOException {
    Path cache =
        Files.writeString(
            directory.resolve("ld.so.cache"),
            "x\0libcuda.so.1\0/usr/lib/libcuda.so.1\0/opt/libcudart.so.12\0/opt/libcublas.so.12\0/opt/libcublasLt.so.12\0/opt/libcurand.so.10\0/opt/libcufft.so.11\0");
    Path folder = Files.createDirectory(directory.resolve("lib"));
    Files.createFile(folder.resolve("libnvinfer.so.10"));

    assertThat(CudaLibraries.missing(Device.Kind.TENSORRT, List.of(folder), cache))
        .isEqualTo("libcudnn.so.9 (cuDNN 9), libnvonnxparser.so.10 (TensorRT 10)");
    assertThat(CudaLibraries.missing(Device.Kind.CUDA, List.of(folder), cache))
        .isEqualTo("libcudnn.so.9 (cuDNN 9)");
  }
}
