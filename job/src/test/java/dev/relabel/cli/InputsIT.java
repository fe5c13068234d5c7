package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.DatasetInfo;
import dev.relabel.testing.CocoFile;
import dev.relabel.testing.ProjectFolder;
import dev.relabel.testing.SharedSpark;
import dev.relabel.testing.TestPlatform;
import dev.relabel.testing.TextDemo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Which images each kind of input stands for, and what is exported of them. */
@ExtendWith(SharedSpark.class)
class InputsIT {
  private static final String ROAD = "street/road-03.jpg";
  private static final String SHOP = "street/shops/shop-02.jpg";
  private static final String RECEIPT = "papers/receipts/receipt-01.jpg";

  private final TextDemo texts = TextDemo.shared();
  private Path directory;
  private ProjectFolder folder;
  private TestPlatform platform;

  @BeforeEach
  void serve(@TempDir Path temporary) {
    directory = temporary;
    folder = texts.project(directory.resolve("served/signs"), ROAD, SHOP, RECEIPT);
    platform = TestPlatform.serving(folder);
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  /** The images in the export of a run with this input. */
  private List<String> predicted(Object... input) {
    Path export = directory.resolve("predictions.json");
    List<Object> arguments = new ArrayList<>(List.of(input));
    arguments.addAll(
        List.of(
            "--model",
            texts.detector(),
            "--img-size",
            320,
            "--export",
            "coco:" + export,
            "--run-dir",
            directory.resolve("run")));
    JsonNode summary = Command.on(platform).runs(arguments.toArray());
    CocoFile coco = CocoFile.read(export);
    assertThat(coco.detections()).hasSize(summary.path("labels").asInt()).isNotEmpty();
    assertThat(summary.path("added").asInt()).isZero();
    return coco.imageNames().stream().sorted().toList();
  }

  private long dataset(String name) {
    return platform.client().datasets(platform.project()).stream()
        .filter(each -> each.name().equals(name))
        .map(DatasetInfo::id)
        .findFirst()
        .orElseThrow()
        .number();
  }

  @Test
  void aDatasetIsItsOwnImages() {
    assertThat(predicted("--dataset-id", dataset("street"))).containsExactly(ROAD);
  }

  @Test
  void aDatasetWithAllBelow() {
    assertThat(
            predicted("--dataset-id", dataset("street") + "," + dataset("papers"), "--recursive"))
        .containsExactly(RECEIPT, ROAD, SHOP);
  }

  @Test
  void imagesByTheirIds() {
    String ids = platform.image(SHOP).id() + "," + platform.image(RECEIPT).id();

    assertThat(predicted("--image-ids", ids)).containsExactly(RECEIPT, SHOP);
  }

  @Test
  void aFolderWithAllBelowAndItsPictures() {
    Path pictures = directory.resolve("pictures");

    List<String> found =
        predicted(
            "--input",
            folder.directory().resolve("street"),
            "--recursive",
            "--export",
            "draw:" + pictures);

    assertThat(found).containsExactly("datasets/shops/img/shop-02.jpg", "img/road-03.jpg");
    assertThat(found)
        .allSatisfy(name -> assertThat(pictures.resolve(name)).isNotEmptyFile())
        .hasSize(2);
  }

  @Test
  void aProjectOnDiskIsItsDatasets() {
    assertThat(predicted("--input", folder.directory())).containsExactly(RECEIPT, ROAD, SHOP);
  }

  @Test
  void aFolderAndASingleImage() {
    Path street = folder.directory().resolve("street/img");
    Path shop = folder.directory().resolve("street/datasets/shops/img/shop-02.jpg");

    assertThat(predicted("--input", street, shop)).containsExactly("road-03.jpg", "shop-02.jpg");
  }
}
