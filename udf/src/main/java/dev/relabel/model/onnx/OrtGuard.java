package dev.relabel.model.onnx;

import dev.relabel.model.ModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses to load an ONNX Runtime that would kill this process: from 1.29 on, its Linux builds read
 * the command line for their telemetry and crash when it is long (about 3.9 KB), without a message.
 */
final class OrtGuard {
  private static final int FIRST_BAD_MINOR = 29;
  private static final long LONGEST_SAFE_COMMAND_LINE = 3500;
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\D?.*");

  private OrtGuard() {}

  /** Checks this process. */
  static void check() {
    String version = ai.onnxruntime.OrtEnvironment.class.getPackage().getImplementationVersion();
    check(
        version == null ? "" : version,
        read("/proc/self/cmdline").length,
        telemetryIsOff(read("/proc/self/environ")));
  }

  /**
   * Checks one combination.
   *
   * @param version ONNX Runtime's version; empty when unknown
   * @param commandLineBytes length of the process's command line
   * @param telemetryIsOff whether {@code ORT_DISABLE_TELEMETRY} is set in its environment
   * @throws ModelException if loading it would crash
   */
  static void check(String version, long commandLineBytes, boolean telemetryIsOff) {
    Matcher number = VERSION.matcher(version);
    boolean affected =
        number.matches()
            && (Integer.parseInt(number.group(1)) > 1
                || Integer.parseInt(number.group(2)) >= FIRST_BAD_MINOR);
    if (affected && !telemetryIsOff && commandLineBytes > LONGEST_SAFE_COMMAND_LINE) {
      throw new ModelException(
          ("ONNX Runtime %s would crash this process, whose command line has %s bytes. Set"
                  + " ORT_DISABLE_TELEMETRY=1 in its environment, or use ONNX Runtime 1.28.")
              .formatted(version, commandLineBytes));
    }
  }

  /** Whether an environment block of {@code NAME=value\0…} switches telemetry off. */
  static boolean telemetryIsOff(byte[] environment) {
    List<String> off = List.of("ORT_DISABLE_TELEMETRY=1", "ORT_DISABLE_TELEMETRY=true");
    String block = "\0" + new String(environment, StandardCharsets.ISO_8859_1) + "\0";
    return off.stream().anyMatch(setting -> block.contains("\0" + setting + "\0"));
  }

  // The native library reads the environment the process was started with, so that is what counts.
  private static byte[] read(String procFile) {
    try {
      return Files.readAllBytes(Path.of(procFile));
    } catch (IOException notLinux) {
      return new byte[0];
    }
  }
}
