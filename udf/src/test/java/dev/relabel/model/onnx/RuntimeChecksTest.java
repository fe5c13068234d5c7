package dev.relabel.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtException.OrtErrorCode;
import dev.relabel.model.ModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeChecksTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path directory;

  @ParameterizedTest
  @CsvSource({
    "auto, auto",
    "CPU, cpu",
    "cuda, cuda:0",
    "cuda:3, cuda:3",
    "tensorrt:1, tensorrt:1",
    "auto:2, auto:2"
  })
  void readsDevices(String text, String canonical) {
    assertThat(Device.parse(text)).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpu", "cuda:", "cuda:-1", "cpu:1", ""})
  void refusesOtherDevices(String text) {
    assertThatThrownBy(() -> Device.parse(text))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("'" + text + "' is not a device; use auto, cpu, cuda");
  }

  @ParameterizedTest
  @CsvSource({
    "1.29.0, 4000, false, true",
    "1.30.1, 4000, false, true",
    "2.0.0,  4000, false, true",
    "1.29.0, 4000, true,  false",
    "1.29.0, 3500, false, false",
    "1.28.0, 9000, false, false",
    "'',     9000, false, false"
  })
  void refusesARuntimeThatWouldCrash(
      String version, long commandLine, boolean telemetryIsOff, boolean refused) {
    if (refused) {
      assertThatThrownBy(() -> OrtGuard.check(version, commandLine, telemetryIsOff))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("ORT_DISABLE_TELEMETRY=1");
    } else {
      assertThatCode(() -> OrtGuard.check(version, commandLine, telemetryIsOff))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void onlyOneAndTrueSwitchTelemetryOff() {
    assertThat(OrtGuard.telemetryIsOff(environment("A=b", "ORT_DISABLE_TELEMETRY=1"))).isTrue();
    assertThat(OrtGuard.telemetryIsOff(environment("ORT_DISABLE_TELEMETRY=true", "A=b"))).isTrue();
    assertThat(OrtGuard.telemetryIsOff(environment("ORT_DISABLE_TELEMETRY=0"))).isFalse();
    assertThat(OrtGuard.telemetryIsOff(environment("X_ORT_DISABLE_TELEMETRY=1"))).isFalse();
    assertThat(OrtGuard.telemetryIsOff(new byte[0])).isFalse();
  }

  private static byte[] environment(String... settings) {
    return (String.join("\0", settings) + "\0").getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CUDA failure 2: out of memory ; GPU=0                                | true",
        "Failed to allocate memory for requested buffer of size 4096          | true",
        "onnxruntime::BFCArena::AllocateRawInternal(size_t) Available memory  | true",
        "CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED                         | true",
        "Got invalid dimensions for input: images                             | false"
      })
  void seesThatTheDevicesMemoryIsFull(String message, boolean full) {
    assertThat(OrtErrors.isOutOfMemory(new OrtException(OrtErrorCode.ORT_FAIL, message)))
        .isEqualTo(full);
  }

  @Test
  void hashesAFile() throws IOException {
    byte[] irVersion8 = {8, 8}; // the shortest thing that is a protocol buffer of a model
    Path file = Files.write(directory.resolve("model.onnx"), irVersion8);

    // printf '\010\010' | sha256sum
    assertThat(OnnxFile.of(file))
        .isEqualTo(
            new OnnxFile(
                file, 2, "0b57459772db2f3f6986a135824545af8690c536a865454c3c664767dc2b73f0"));
    assertThat(OnnxFile.of(file).name()).isEqualTo("model");
  }

  @Test
  void saysWhatIsWrongWithAFile() throws IOException {
    Path empty = Files.createFile(directory.resolve("empty.onnx"));
    Path pointer =
        Files.writeString(
            directory.resolve("lfs.onnx"), "version https://git-lfs.github.com/spec/v1\noid …");

    assertThatThrownBy(() -> OnnxFile.of(directory.resolve("no.onnx")))
        .isInstanceOf(ModelException.class)
        .hasMessageEndingWith("no.onnx does not exist.");
    assertThatThrownBy(() -> OnnxFile.of(directory))
        .isInstanceOf(ModelException.class)
        .hasMessageEndingWith("is not a file.");
    assertThatThrownBy(() -> OnnxFile.of(empty))
        .isInstanceOf(ModelException.class)
        .hasMessageEndingWith("empty.onnx is empty.");
    assertThatThrownBy(() -> OnnxFile.of(pointer))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("git lfs pull");
  }
}
