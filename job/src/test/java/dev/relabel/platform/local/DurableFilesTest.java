package dev.relabel.platform.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFilesTest {
  private final Path temporary;
  private final Path target;

  DurableFilesTest(@TempDir Path temp) throws IOException {
    this.temporary = temp.resolve("tmp");
    this.target = temp.resolve("target");
    Files.writeString(target, "old");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void leavesTheOldContentUntilItIsCommitted() throws IOException {
    try (DurableFiles files = new DurableFiles(temporary)) {
      files.stage(target, bytes("new"));

      assertThat(target).hasContent("old");
      files.commit();
      assertThat(target).hasContent("new");
    }
  }

  @Test
  void leavesNothingBehindWhenItIsNotCommitted() throws IOException {
    try (DurableFiles files = new DurableFiles(temporary)) {
      files.stage(target, bytes("new"));
      files.stageCopy(target.resolveSibling("other"), target);
    }

    assertThat(target).hasContent("old");
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void makesMissingDirectories() throws IOException {
    Path deep = target.resolveSibling("a/b/c");

    DurableFiles.replace(temporary, deep, bytes("new"));

    assertThat(deep).hasContent("new");
  }

  @Test
  void leavesNothingBehindWhenAFileCannotBePutInPlace() throws IOException {
    Files.createDirectories(target.resolveSibling("blocked/inside"));
    try (DurableFiles files = new DurableFiles(temporary)) {
      files.stage(target.resolveSibling("blocked"), bytes("new"));

      assertThatThrownBy(files::commit).isInstanceOf(IOException.class);
    }

    assertThat(temporary).isEmptyDirectory();
  }
}
