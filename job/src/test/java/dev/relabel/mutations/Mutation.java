package dev.relabel.mutations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A safeguard that can be switched off.
 *
 * @param safeguard what is switched off
 * @param file the main source file, below the folder of the modules
 * @param code what stands there, once
 * @param without what is put in its place
 * @param tests the tests that have to fail then: {@code package.Class#method}
 */
record Mutation(String safeguard, String file, String code, String without, List<String> tests) {
  /** Tests run in their module's folder; its siblings lie beside it. */
  private static final Path MODULES = Path.of(System.getProperty("basedir", "")).resolve("..");

  /**
   * The source file without the safeguard.
   *
   * @throws IllegalStateException if the code is not there exactly once
   */
  String source() throws IOException {
    String source = Files.readString(MODULES.resolve(file));
    int at = source.indexOf(code);
    if (at < 0 || source.indexOf(code, at + 1) >= 0) {
      throw new IllegalStateException(
          "%s holds this not exactly once, say in Mutations what stands there now: %s"
              .formatted(file, code));
    }
    return source.substring(0, at) + without + source.substring(at + code.length());
  }

  /** The file's path below its source folder. */
  String path() {
    return file.substring(file.indexOf("dev/"));
  }

  @Override
  public String toString() {
    return safeguard;
  }
}
