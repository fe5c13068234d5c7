package dev.relabel.platform.embedded;

import static dev.relabel.platform.local.ProjectFixture.car;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.local.LocalProjects;
import dev.relabel.platform.local.ProjectFixture;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnotationMethodsTest {
  private static final String LABEL =
      "{'classTitle':'car','description':'','tags':[{'name':'confidence','value':0.9}],"
          + "'points':{'exterior':[[2.75,1.69],[40.29,30.31]],'interior':[]},"
          + "'geometryType':'rectangle','shape':'rectangle','nnCreated':true,'nnUpdated':true,"
          + "'instance':'key','mystery':{'a':1}}";

  private final Path directory;
  private final ServedProject served;
  private final long dataset;
  private final long image;

  AnnotationMethodsTest(@TempDir Path temp) {
    this.directory = temp.resolve("city");
    ProjectFixture.in(directory)
        .annotated("ds", "a.png", 80, 60, car(2, 1, 40, 30) + "," + car(5, 5, 9, 9))
        .image("ds", "b.png", 80, 60);
    this.served = ServedProject.serve(directory);
    this.dataset = served.dataset("ds");
    this.image = served.image("ds", "a.png");
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private JsonNode bulkInfo(String more) {
    return served.post(
        "annotations.bulk.info",
        "{'datasetId':%s,'imageIds':[%s],'withCustomBigData':false,'forceMetadataForLinks':true%s}",
        dataset,
        image,
        more);
  }

  private void replace(String objects, String tags) {
    served.post(
        "annotations.bulk.add",
        "{'datasetId':%s,'skipBoundsValidation':false,'annotations':[{'imageId':%s,'annotation':"
            + "{'description':'','size':{'height':60,'width':80},'tags':[%s],'objects':[%s],"
            + "'customBigData':{}}}]}",
        dataset,
        image,
        tags,
        objects);
  }

  @Test
  void answersFilesInContinuousCoordinatesWithIdsOfLabelsAndClasses() {
    JsonNode entity = bulkInfo(",'integerCoords':false").get(0);

    assertThat(entity.path("imageId").asLong()).isEqualTo(image);
    assertThat(entity.path("imageName").asText()).isEqualTo("a.png");
    assertThat(entity.path("datasetId").asLong()).isEqualTo(dataset);
    assertThat(entity.path("annotation").path("size")).hasToString("{\"height\":60,\"width\":80}");
    JsonNode label = entity.at("/annotation/objects/0");
    assertThat(label.at("/points/exterior")).hasToString("[[2,1],[41,31]]");
    assertThat(label.path("classId").asLong()).isEqualTo(served.classId("car"));
    assertThat(label.path("id").asLong()).isPositive();
    assertThat(label.path("mystery").asInt()).isEqualTo(7);
    assertThat(label.path("nnCreated").isBoolean()).isTrue();
    assertThat(entity.path("annotation").has("lastFigureId")).isFalse();
  }

  @Test
  void roundsUnlessAskedNotTo() {
    replace(LABEL, "");

    assertThat(bulkInfo("").at("/0/annotation/objects/0/points/exterior"))
        .hasToString("[[3,1],[39,30]]");
    assertThat(bulkInfo(",'integerCoords':false").at("/0/annotation/objects/0/points/exterior"))
        .hasToString("[[2.75,1.69],[40.29,30.31]]");
  }

  @Test
  void answersEmptyAnnotationsWithTheRightSize() {
    JsonNode entity =
        served.post("annotations.info", "{'imageId':%s}", served.image("ds", "b.png"));

    assertThat(entity.at("/annotation/size")).hasToString("{\"height\":60,\"width\":80}");
    assertThat(entity.at("/annotation/objects")).isEmpty();
  }

  @Test
  void replacesLabelsAndWritesThemInTheFormatOfFilesBeforeAnswering() throws IOException {
    replace(LABEL, "");

    JsonNode file = ProjectFixture.read(served.annotationFile("ds", "a.png"));
    assertThat(file.path("objects")).hasSize(1);
    JsonNode label = file.at("/objects/0");
    assertThat(label.at("/points/exterior")).hasToString("[[2.75,1.69],[39.29,29.31]]");
    assertThat(label.path("classTitle").asText()).isEqualTo("car");
    assertThat(label.path("nnCreated").asBoolean()).isTrue();
    assertThat(label.path("instance").asText()).isEqualTo("key");
    assertThat(label.path("mystery")).hasToString("{\"a\":1}");
    assertThat(label.at("/tags/0/name").asText()).isEqualTo("confidence");
    assertThat(label.at("/tags/0/value").asDouble()).isEqualTo(0.9);
    try (LocalProjects fresh = LocalProjects.openReadOnly(directory)) {
      assertThat(fresh.annotations().read(fresh.image(image).orElseThrow()).path("objects"))
          .hasToString(file.path("objects").toString());
    }
  }

  @Test
  void keepsTheIdsOfLabelsThatAreSentAgainAndNoOthers() {
    JsonNode before = bulkInfo(",'integerCoords':false").at("/0/annotation/objects");
    long first = before.at("/0/id").asLong();

    replace(before.get(0) + "," + LABEL.replace("{'class", "{'id':77,'class"), "");

    JsonNode after = bulkInfo(",'integerCoords':false").at("/0/annotation/objects");
    assertThat(after.at("/0/id").asLong()).isEqualTo(first);
    assertThat(after.at("/0/points")).isEqualTo(before.at("/0/points"));
    assertThat(after.at("/1/id").asLong()).isNotIn(77L, before.at("/1/id").asLong());
  }

  @Test
  void goesByTheNameOfAClassWhereItsIdIsFromElsewhere() {
    long other = served.classId("road");
    replace(LABEL.replace("{'class", "{'classId':" + other + ",'class"), "");

    JsonNode label = bulkInfo("").at("/0/annotation/objects/0");
    assertThat(label.path("classTitle").asText()).isEqualTo("car");
    assertThat(label.path("classId").asLong()).isEqualTo(served.classId("car"));
  }

  @Test
  void keepsImageTagsWhereNoneAreSentAndReplacesThemOtherwise() {
    replace("", "{'name':'confidence','value':3}");
    replace(LABEL, "");
    assertThat(bulkInfo("").at("/0/annotation/tags/0/value").asInt()).isEqualTo(3);

    replace(LABEL, "{'name':'night'}");
    assertThat(bulkInfo("").at("/0/annotation/tags")).hasSize(1);
    assertThat(bulkInfo("").at("/0/annotation/tags/0/name").asText()).isEqualTo("night");
  }

  @Test
  void movesTheTimeOfTheLastChange() {
    String before = bulkInfo("").at("/0/updatedAt").asText();
    replace(LABEL, "");
    assertThat(bulkInfo("").at("/0/updatedAt").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z")
        .isGreaterThanOrEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'classTitle':'tram','geometryType':'rectangle',"
            + "'points':{'exterior':[[2,1],[4,3]]}|no class \"tram\"",
        "'classTitle':'car','geometryType':'polygon',"
            + "'points':{'exterior':[[2,1],[4,3],[2,3]]}|holds rectangle, not polygon",
        "'classTitle':'car','geometryType':'rectangle',"
            + "'points':{'exterior':[[2,1],[80.5,3]]}|outside of its image of 80 × 60",
        "'classTitle':'thing','geometryType':'line',"
            + "'points':{'exterior':[[2,1],[3,-1]]}|outside of its image",
        "'classTitle':'thing','geometryType':'point','points':{}|a list at \"exterior\"",
        "'classTitle':'thing','geometryType':'bitmap',"
            + "'bitmap':{'origin':[0,0],'data':'aaaa'}|holds no PNG",
        "'classTitle':'car','geometryType':'rectangle','tags':[{'name':'fog'}],"
            + "'points':{'exterior':[[2,1],[4,3]]}|no tag \"fog\"",
      })
  void refusesLabelsThatDoNotFitAndChangesNothing(String label, String message) {
    JsonNode error =
        served.refused(
            400,
            "annotations.bulk.add",
            "{'datasetId':%s,'annotations':[{'imageId':%s,'annotation':{'objects':[%s,{%s}]}}]}",
            dataset,
            image,
            LABEL,
            label);

    assertThat(error.path("error").asText()).contains(message);
    assertThat(bulkInfo("").at("/0/annotation/objects")).hasSize(2);
  }

  @Test
  void acceptsGeometryOutsideOfTheImageWhenAskedTo() {
    served.post(
        "annotations.bulk.add",
        "{'datasetId':%s,'skipBoundsValidation':true,'annotations':[{'imageId':%s,'annotation':"
            + "{'objects':[{'classTitle':'car','geometryType':'rectangle',"
            + "'points':{'exterior':[[-5,1],[90,3]]}}]}}]}",
        dataset,
        image);

    assertThat(bulkInfo(",'integerCoords':false").at("/0/annotation/objects/0/points/exterior"))
        .hasToString("[[-5,1],[90,3]]");
  }

  @Test
  void listsTheAnnotationsOfADatasetPageByPage() {
    String body = "{'datasetId':%s,'per_page':1,'pagination_mode':'token'%s}";
    JsonNode first = served.post("annotations.list", body, dataset, "");
    JsonNode second =
        served.post("annotations.list", body, dataset, ",'after':" + first.get("after"));

    assertThat(first.path("total").asInt()).isEqualTo(2);
    assertThat(first.at("/entities/0/imageName").asText()).isEqualTo("a.png");
    assertThat(second.at("/entities/0/imageName").asText()).isEqualTo("b.png");
    assertThat(second.get("after").isNull()).isTrue();
  }

  @Test
  void answersNotFoundForAnImageOfAnotherDataset() {
    served.refused(
        404, "annotations.bulk.info", "{'datasetId':%s,'imageIds':[%s]}", dataset, dataset);
    served.refused(404, "annotations.info", "{'imageId':1}");
  }
}
