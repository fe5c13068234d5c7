package dev.relabel.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.testing.FullDisk;
import dev.relabel.testing.MemoryStore;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFilesTest {
  @TempDir java.nio.file.Path folder = java.nio.file.Path.of("");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Stream<String> names() throws IOException {
    try (Stream<java.nio.file.Path> files = Files.list(folder)) {
      return files.map(each -> each.getFileName().toString()).toList().stream();
    }
  }

  /** As if the process ended there: what was to follow does not happen. */
  private static final class NeverDeletes extends RawLocalFileSystem {
    @Override
    public boolean delete(Path path, boolean recursive) {
      throw new AssertionError("a crash here would lose " + path);
    }
  }

  @Test
  void onADiskTheOldFileIsNeverTakenAwayFirst() throws IOException {
    NeverDeletes disk = new NeverDeletes();
    disk.initialize(URI.create("file:///"), new Configuration(false));
    Path target = new Path(folder.resolve("a.json").toString());

    new WholeFiles(disk).write(target, bytes("old"));
    new WholeFiles(disk).write(target, bytes("new"));

    assertThat(folder.resolve("a.json")).hasContent("new");
    assertThat(names()).containsExactly("a.json");
  }

  @Test
  void aFullDiskKeepsTheOldFileAndNothingElse() throws IOException {
    FullDisk disk = new FullDisk();
    Configuration full = new Configuration(false);
    full.set(FullDisk.FULL_AT, "/.a.json");
    disk.initialize(URI.create(FullDisk.SCHEME + ":///"), full);
    Files.writeString(folder.resolve("a.json"), "old");

    assertThatThrownBy(
            () ->
                new WholeFiles(disk)
                    .write(new Path(folder.resolve("a.json").toString()), bytes("new")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left on device");
    assertThat(folder.resolve("a.json")).hasContent("old");
    assertThat(names()).containsExactly("a.json");
  }

  /** Through {@code FileContext}, as HDFS: the mount table leads to the local disk. */
  @Test
  void whereFilesShowEarlyTheyAreRenamedOverTheOldOne() throws IOException {
    Configuration mounts = new Configuration();
    mounts.set("fs.viewfs.mounttable.here.link./run", folder.toUri().toString());
    try (FileSystem view = FileSystem.newInstance(URI.create("viewfs://here/"), mounts)) {
      WholeFiles files = new WholeFiles(view);
      Path target = new Path("viewfs://here/run/done/a.json");

      files.write(target, bytes("old"));
      files.write(target, bytes("new"));

      try (FSDataInputStream in = view.open(target)) {
        assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("new");
      }
      assertThat(view.listStatus(target.getParent())).hasSize(1);
    }
  }

  @Test
  void anObjectIsReplacedWhenItsStreamCloses() throws IOException {
    AtomicBoolean down = new AtomicBoolean();
    FileSystem store =
        new MemoryStore(() -> 0)
            .client(
                step -> {
                  if (down.get() && step.equals("put")) {
                    throw new IOException("the store is down");
                  }
                });
    WholeFiles files = new WholeFiles(store);
    Path target = new Path("memory:/run/a.json");
    files.write(target, bytes("old"));
    down.set(true);

    assertThatThrownBy(() -> files.write(target, bytes("new")))
        .isInstanceOf(IOException.class)
        .hasMessage("the store is down");
    try (FSDataInputStream in = store.open(target)) {
      assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("old");
    }
    down.set(false);
    files.write(target, bytes("new"));
    try (FSDataInputStream in = store.open(target)) {
      assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("new");
    }
  }
}
