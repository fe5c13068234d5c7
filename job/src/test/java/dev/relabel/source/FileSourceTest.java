package dev.relabel.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.run.RunException;
import dev.relabel.run.WorkItem;
import dev.relabel.source.FileSource.Depth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {
  @TempDir Path temporary = Path.of("");
  private Path folder = temporary;
  private final FileSource source = new FileSource(new Configuration());

  @BeforeEach
  void files() throws IOException {
    folder = temporary.resolve("photos");
    Files.createDirectories(folder.resolve("deep er"));
    for (String name : List.of("a.jpg", "b.PNG", "notes.txt", ".hidden.jpg", "deep er/c.webp")) {
      Files.writeString(folder.resolve(name), "x");
    }
  }

  @Test
  void aFolderGivesItsImageFiles() {
    assertThat(names(Depth.THIS_FOLDER, folder)).containsExactlyInAnyOrder("a.jpg", "b.PNG");
  }

  @Test
  void recursiveGoesBelowAndNamesTheFolders() {
    assertThat(names(Depth.RECURSIVE, folder))
        .containsExactlyInAnyOrder("a.jpg", "b.PNG", "deep er/c.webp");
  }

  @Test
  void aFileIsTakenWhateverItIsCalled() {
    assertThat(names(Depth.THIS_FOLDER, folder.resolve("notes.txt"), folder.resolve("a.jpg")))
        .containsExactly("notes.txt", "a.jpg");
  }

  @Test
  void aPlaceThatDoesNotExistIsNamed() {
    assertThatThrownBy(() -> names(Depth.THIS_FOLDER, folder.resolve("nowhere")))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("There is no ")
        .hasMessageContaining("nowhere");
  }

  @Test
  void followsALinkToAFolderButNotInCircles() throws IOException {
    Path real = Files.createDirectory(temporary.resolve("elsewhere"));
    Files.writeString(real.resolve("d.jpg"), "x");
    Files.createSymbolicLink(folder.resolve("linked"), real);
    Files.createSymbolicLink(folder.resolve("broken.jpg"), folder.resolve("gone.jpg"));

    assertThat(names(Depth.RECURSIVE, folder))
        .contains("linked/d.jpg")
        .doesNotContain("broken.jpg");

    Files.createSymbolicLink(real.resolve("circle"), folder);
    assertThatThrownBy(() -> names(Depth.RECURSIVE, folder))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("linked/circle leads to a folder above it");
  }

  private List<String> names(Depth depth, Path... places) {
    List<String> names = new ArrayList<>();
    source
        .images(List.of(places).stream().map(Path::toString).toList(), depth)
        .forEachRemaining(each -> names.add(each.name()));
    return names;
  }

  @Test
  void identityIsTheFullAddress() {
    WorkItem item =
        source.images(List.of(folder.resolve("a.jpg").toString()), Depth.THIS_FOLDER).next();

    assertThat(item.itemId()).startsWith("file:/").endsWith("/a.jpg");
    assertThat(item.platform()).isEmpty();
  }
}
