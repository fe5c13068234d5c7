package dev.relabel.bench;

import java.nio.file.Path;

/** Where real models and photos lie: the system property {@code relabel.testdata}. */
final class TestData {
  private TestData() {}

  static Path folder() {
    return Path.of(System.getProperty("relabel.testdata", "testdata"));
  }
}
