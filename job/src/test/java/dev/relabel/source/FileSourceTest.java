package dev.relabel.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.run.RunException;
import dev.relabel.run.WorkItem;
import dev.relabel.source.FileSource.Depth;
import dev.relabel.testing.GreyVideo;
import dev.relabel.video.FrameRange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {
  @TempDir Path temporary = Path.of("");
  private Path folder = temporary;

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
  void anImageIsTakenWhateverItIsCalled() throws IOException {
    Path odd = Files.write(folder.resolve("picture.dat"), GreyVideo.jpeg(1));
    assertThat(names(Depth.THIS_FOLDER, odd, folder.resolve("a.jpg")))
        .containsExactly("picture.dat", "a.jpg");
  }

  @Test
  void whatIsNothingKnownIsRefusedWithWhatWasTried() throws IOException {
    Path odd = Files.write(folder.resolve("data.bin"), new byte[] {0, 1, 2, 3});
    assertThatThrownBy(() -> names(Depth.THIS_FOLDER, odd))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("data.bin is no image, no video and no list of inputs by its content")
        .hasMessageContaining("An input is an image, a video, a folder of images");
  }

  @Test
  void aPatternGivesWhatMatchesInFilesAndFolders() {
    assertThat(patterned(folder + "/*.[jP][pN]*")).containsExactlyInAnyOrder("a.jpg", "b.PNG");
    assertThat(patterned(temporary + "/ph*/{a,z}.jpg")).containsExactly("photos/a.jpg");
    assertThat(patterned(folder + "/deep*")).containsExactly("c.webp");
    assertThatThrownBy(() -> patterned(folder + "/*.tif"))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("it matches nothing as a pattern");
  }

  @Test
  void aFileWhoseNameLooksLikeAPatternIsThatFile() throws IOException {
    Files.writeString(folder.resolve("a[1].jpg"), "x");
    assertThat(patterned(folder + "/a[1].jpg")).containsExactly("a[1].jpg");
  }

  private List<String> patterned(String input) {
    return items(Depth.THIS_FOLDER, FrameRange.ALL, input).stream().map(WorkItem::name).toList();
  }

  @Test
  void aListNamesInputsOfEveryKind() throws IOException {
    GreyVideo.write(folder.resolve("film.mkv"), 3);
    Path list =
        Files.writeString(
            temporary.resolve("inputs.txt"),
            """
            # relative to the list
            photos/a.jpg

              photos/deep er
            %s/b.PNG
            https://example.com/x/c.png?signed=yes
            photos/film.mkv
            photos/gone.dat
            inputs.txt
            10:30:00.jpg
            nofs://example.com/a.jpg
            """
                .formatted(folder));

    List<WorkItem> items = items(Depth.THIS_FOLDER, FrameRange.ALL, list.toString());

    assertThat(items.stream().map(WorkItem::name))
        .containsExactly(
            "photos/a.jpg",
            "c.webp",
            folder.toString().substring(1) + "/b.PNG",
            "example.com/x/c.png",
            "photos/film.mkv/000000",
            "photos/film.mkv/000001",
            "photos/film.mkv/000002",
            "photos/gone.dat",
            "inputs.txt",
            "10:30:00.jpg",
            "example.com/a.jpg");
    assertThat(items.get(7).problem())
        .matches("line 8 of .*inputs.txt: there is no such file or folder");
    assertThat(items.get(8).problem()).contains("a list may not name another list");
    assertThat(items.get(9).problem()).contains("line 10 of");
    assertThat(items.get(10).problem()).contains("No FileSystem for scheme");
    assertThat(items.get(0).itemId()).startsWith("file:/");
    assertThat(items.get(3).source()).isEqualTo("https://example.com/x/c.png?signed=yes");
  }

  @Test
  void aListComesOverStandardInput() {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream((folder + "/a.jpg\n").getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(patterned("-")).containsExactly(folder.toString().substring(1) + "/a.jpg");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void aProjectOnDiskGivesTheImagesOfItsDatasets() throws IOException {
    Path project = temporary.resolve("project");
    for (String file :
        List.of(
            "meta.json",
            "street/img/a.jpg",
            "street/ann/a.jpg.json",
            "street/img_info/a.jpg",
            "street/datasets/shops/img/b.jpg",
            "street/datasets/shops/ann/b.jpg.json",
            "notes/c.jpg")) {
      Files.createDirectories(project.resolve(file).getParent());
      Files.writeString(project.resolve(file), "x");
    }
    assertThat(names(Depth.THIS_FOLDER, project))
        .containsExactlyInAnyOrder("street/a.jpg", "street/shops/b.jpg");
  }

  @Test
  void addressesOnTheWebAreCheckedAndNotAsked() {
    List<WorkItem> items =
        items(
            Depth.THIS_FOLDER,
            FrameRange.ALL,
            "http://127.0.0.1:1/a/b.jpg",
            "HTTPS://example.com",
            "https://user:secret@example.com/a.jpg",
            "https://exa mple.com/");
    assertThat(items.stream().map(WorkItem::name))
        .containsExactly("127.0.0.1/a/b.jpg", "example.com/image", "image", "image");
    assertThat(items.get(2).itemId()).isEqualTo("https://example.com/a.jpg");
    assertThat(items.get(0).problem()).isEmpty();
    assertThat(items.get(2).problem()).contains("user name or password");
    assertThat(items.get(3).problem()).contains("no address on the web");
    assertThatThrownBy(
            () ->
                new FileSource(new Configuration(), Depth.THIS_FOLDER, FrameRange.ALL, 1)
                    .require(List.of("https://user:secret@example.com/a.jpg?signed=secret")))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("https://example.com/a.jpg: addresses with a user name")
        .hasMessageNotContaining("secret");
    assertThat(FileSource.describe("https://h/a.jpg?signed=secret"))
        .matches("https://h/a.jpg\\?[0-9a-f]{8}");
  }

  @Test
  void whatIsNoPatternIsToldInASentence() {
    assertThatThrownBy(() -> patterned(folder + "/a[1.jpg"))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("it is no pattern: ");
  }

  @Test
  void ofAVideoTheFramesThatAreMeant() {
    Path film = GreyVideo.write(temporary.resolve("film.bin"), 10);

    List<WorkItem> items =
        items(Depth.THIS_FOLDER, new FrameRange(4, 1, null, null, null), film.toString());

    assertThat(items.stream().map(item -> item.itemId().replaceAll(".*/", "")))
        .containsExactly("film.bin#frame=1", "film.bin#frame=5", "film.bin#frame=9");
    assertThat(items.get(1).frame()).isEqualTo(new WorkItem.Frame(5, 200L));
    assertThat(items.get(1).source()).startsWith("file:/").endsWith("/film.bin");
    assertThat(items.get(1).bytes()).isEqualTo(3 * 64 * 64);
  }

  @Test
  void aVideoThatCannotBeReadIsOneItemThatSaysSo() throws IOException {
    Path film = GreyVideo.write(temporary.resolve("film.mkv"), 10);
    Path cut =
        Files.write(temporary.resolve("cut.mkv"), Arrays.copyOf(Files.readAllBytes(film), 60));

    assertThat(items(Depth.THIS_FOLDER, FrameRange.ALL, cut.toString()))
        .singleElement()
        .satisfies(item -> assertThat(item.problem()).startsWith("the video"));
    assertThat(items(Depth.THIS_FOLDER, new FrameRange(1, 50, null, null, null), film.toString()))
        .singleElement()
        .satisfies(
            item ->
                assertThat(item.problem())
                    .isEqualTo("the video has 10 frames, and none from frame 50 on"));
  }

  private static List<WorkItem> items(Depth depth, FrameRange range, String... inputs) {
    List<WorkItem> items = new ArrayList<>();
    new FileSource(new Configuration(), depth, range, 1 << 20)
        .images(List.of(inputs))
        .forEachRemaining(items::add);
    return items;
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

  private static List<String> names(Depth depth, Path... places) {
    return items(
            depth,
            FrameRange.ALL,
            List.of(places).stream().map(Path::toString).toArray(String[]::new))
        .stream()
        .map(WorkItem::name)
        .toList();
  }

  @Test
  void identityIsTheFullAddress() {
    WorkItem item =
        items(Depth.THIS_FOLDER, FrameRange.ALL, folder.resolve("a.jpg").toString()).get(0);

    assertThat(item.itemId()).startsWith("file:/").endsWith("/a.jpg");
    assertThat(item.platform()).isEmpty();
  }
}
