package dev.relabel.platform.embedded;

import static dev.relabel.platform.local.ProjectFixture.car;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.local.ProjectFixture;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageMethodsTest {
  private final Path directory;
  private final ServedProject served;
  private final long dataset;

  ImageMethodsTest(@TempDir Path temp) {
    this.directory = temp.resolve("city");
    ProjectFixture.in(directory)
        .annotated("ds", "a.png", 80, 60, car(2, 1, 40, 30))
        .image("ds", "b.png", 31, 17)
        .image("ds", "c.png", 3, 4)
        .image("ds/datasets/child", "d.png", 5, 6);
    this.served = ServedProject.serve(directory);
    this.dataset = served.dataset("ds");
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void listsTheOthersWhenAnImageIsGoneAndOneHasADamagedAnnotation(@TempDir Path temp)
      throws IOException {
    Path project = temp.resolve("spoilt");
    ProjectFixture.in(project)
        .image("ds", "a.png", 8, 6)
        .image("ds", "b.png", 8, 6)
        .annotated("ds", "c.png", 8, 6, ProjectFixture.car(1, 1, 3, 3));
    try (ServedProject spoilt = ServedProject.serve(project)) {
      Files.delete(project.resolve("ds/img/a.png"));
      Files.createDirectories(project.resolve("ds/ann"));
      Files.writeString(project.resolve("ds/ann/b.png.json"), "{'objects':[");

      for (String more : new String[] {"", ",'sort':'size'"}) {
        JsonNode listed =
            spoilt.post("images.list", "{'datasetId':%s%s}", spoilt.dataset("ds"), more);
        assertThat(listed.path("entities"))
            .extracting(each -> each.path("name").asText() + each.path("labelsCount"))
            .containsExactlyInAnyOrder("b.png0", "c.png1");
      }
    }
  }

  @Test
  void listsImagesWithEverythingThatClientsWantToKnow() throws Exception {
    JsonNode list =
        served.post(
            "images.list",
            "{'datasetId':%s,'projectId':null,'filter':[],'sort':'id','sort_order':'asc',"
                + "'forceMetadataForLinks':true,'recursive':false}",
            dataset);

    assertThat(list.path("total").asInt()).isEqualTo(3);
    assertThat(list.path("perPage").asInt()).isEqualTo(500);
    assertThat(list.path("pagesCount").asInt()).isEqualTo(1);
    JsonNode image = list.at("/entities/0");
    byte[] content = ProjectFixture.png(80, 60);
    String hash =
        Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(content));
    assertThat(image.path("name").asText()).isEqualTo("a.png");
    assertThat(image.path("hash").asText()).isEqualTo(hash);
    assertThat(image.path("mime").asText()).isEqualTo("image/png");
    assertThat(image.path("size").asInt()).isEqualTo(content.length);
    assertThat(image.path("width").asInt()).isEqualTo(80);
    assertThat(image.path("height").asInt()).isEqualTo(60);
    assertThat(image.path("labelsCount").asInt()).isEqualTo(1);
    assertThat(image.path("datasetId").asLong()).isEqualTo(dataset);
    assertThat(image.path("projectId").asLong()).isEqualTo(served.project());
    assertThat(image.path("tags").isArray()).isTrue();
    assertThat(image.path("meta").isObject()).isTrue();
  }

  @Test
  void pagesSortsAndFilters() {
    assertThat(names("'page':2,'per_page':2")).containsExactly("c.png");
    assertThat(names("'sort':'name','sort_order':'desc'"))
        .containsExactly("c.png", "b.png", "a.png");
    assertThat(names("'filter':[{'field':'name','operator':'=','value':'b.png'}]"))
        .containsExactly("b.png");
    assertThat(names("'filter':[{'field':'width','operator':'>=','value':31}]"))
        .containsExactly("a.png", "b.png");
    assertThat(names("'filter':[{'field':'width','operator':'<','value':31}]"))
        .containsExactly("c.png");
    assertThat(
            names(
                "'filter':[{'field':'id','operator':'in','value':[%s,%s]}]"
                    .formatted(served.image("ds", "c.png"), served.image("ds", "a.png"))))
        .containsExactly("a.png", "c.png");
    assertThat(
            names("'filter':[{'field':'updatedAt','operator':'>','value':'2000-01-01T00:00:00Z'}]"))
        .hasSize(3);
    served.refused(
        400,
        "images.list",
        "{'datasetId':%s,'filter':[{'field':'smell','operator':'=','value':1}]}",
        dataset);
  }

  private List<String> names(String more) {
    List<String> names = new ArrayList<>();
    served
        .post("images.list", "{'datasetId':%s,%s}", dataset, more)
        .path("entities")
        .forEach(each -> names.add(each.path("name").asText()));
    return names;
  }

  @Test
  void listsAllImagesOfAProjectByTokenWithOnlyTheFieldsWanted() {
    List<String> names = new ArrayList<>();
    String after = "";
    int pages = 0;
    do {
      JsonNode page =
          served.post(
              "images.list",
              "{'projectId':%s,'pagination_mode':'token','per_page':3,'fields':['name']%s}",
              served.project(),
              after);
      assertThat(page.path("total").asInt()).isEqualTo(4);
      page.path("entities").forEach(each -> names.add(each.path("name").asText()));
      assertThat(page.at("/entities/0").size()).isEqualTo(2);
      after = page.get("after").isNull() ? "" : ",'after':" + page.get("after");
      pages++;
    } while (!after.isEmpty());

    assertThat(names).containsExactly("a.png", "b.png", "c.png", "d.png");
    assertThat(pages).isEqualTo(2);
  }

  @Test
  void downloadsOneImage() throws IOException {
    HttpResponse<byte[]> response =
        served.exchange(
            HttpRequest.newBuilder(served.uri("images.download"))
                .POST(BodyPublishers.ofString("{\"id\":%s}".formatted(served.image("ds", "b.png"))))
                .build(),
            BodyHandlers.ofByteArray());

    assertThat(response.body()).isEqualTo(Files.readAllBytes(directory.resolve("ds/img/b.png")));
    assertThat(response.headers().firstValue("content-type")).hasValue("image/png");
  }

  @Test
  void downloadsImagesInOneAnswerAndLeavesOutWhatIsGoneFromTheDisk() throws IOException {
    long a = served.image("ds", "a.png");
    long b = served.image("ds", "b.png");
    Files.delete(directory.resolve("ds/img/b.png"));

    HttpResponse<byte[]> response =
        served.exchange(
            HttpRequest.newBuilder(served.uri("images.bulk.download"))
                .POST(
                    BodyPublishers.ofString(
                        "{\"datasetId\":%s,\"imageIds\":[%s,%s]}".formatted(dataset, a, b)))
                .build(),
            BodyHandlers.ofByteArray());

    String type = response.headers().firstValue("content-type").orElseThrow();
    assertThat(type).startsWith("multipart/form-data; boundary=");
    String boundary = type.substring(type.indexOf('=') + 1);
    String content = new String(ProjectFixture.png(80, 60), ISO_8859_1);
    assertThat(new String(response.body(), ISO_8859_1))
        .isEqualTo(
            "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n"
                    .formatted(boundary, a, a)
                + "Content-Type: application/octet-stream\r\n\r\n"
                + content
                + "\r\n--%s--\r\n".formatted(boundary));
  }

  @Test
  void uploadsInThreeSteps() {
    byte[] content = ProjectFixture.png(12, 9);
    String hash = served.upload(content, content).at("/1/hash").asText();
    assertThat(served.post("images.internal.hashes.list", "['%s','bm8=']", hash))
        .hasToString("[\"" + hash + "\"]");

    JsonNode added =
        served.post(
            "images.bulk.add",
            "{'datasetId':%s,'images':[{'title':'y.png','hash':'%s','meta':{'k':1}},"
                + "{'title':'x.png','hash':'%s'}],'forceMetadataForLinks':true}",
            dataset,
            hash,
            hash);

    assertThat(added.at("/0/name").asText()).isEqualTo("y.png");
    assertThat(added.at("/0/hash").asText()).isEqualTo(hash);
    assertThat(added.at("/0/width").asInt()).isEqualTo(12);
    assertThat(added.at("/0/meta")).hasToString("{\"k\":1}");
    assertThat(added.at("/1/name").asText()).isEqualTo("x.png");
    assertThat(directory.resolve("ds/img/y.png")).hasBinaryContent(content);
    assertThat(directory.resolve("ds/ann/y.png.json")).exists();
    assertThat(ProjectFixture.read(directory.resolve("ds/meta/y.png.json")))
        .hasToString("{\"k\":1}");
    assertThat(served.post("images.internal.hashes.list", "['%s']", hash)).hasSize(1);
  }

  @Test
  void copiesImagesWithoutTheirLabels() {
    long a = served.image("ds", "a.png");
    long child = served.dataset("child");

    JsonNode copy =
        served.post(
            "images.bulk.add",
            "{'datasetId':%s,'images':[{'title':'a.png','imageId':%s}]}",
            child,
            a);

    assertThat(copy.at("/0/id").asLong()).isNotEqualTo(a);
    assertThat(copy.at("/0/labelsCount").asInt()).isZero();
    assertThat(copy.at("/0/datasetId").asLong()).isEqualTo(child);
    assertThat(directory.resolve("ds/datasets/child/img/a.png"))
        .hasBinaryContent(ProjectFixture.png(80, 60));
  }

  @Test
  void refusesNamesThatAreTakenAndSaysByWhat() {
    long a = served.image("ds", "a.png");

    JsonNode error =
        served.refused(
            400,
            "images.bulk.add",
            "{'datasetId':%s,'images':[{'title':'new.png','imageId':%s},"
                + "{'title':'a.png','imageId':%s}]}",
            dataset,
            a,
            a);

    assertThat(error.at("/details/type").asText()).isEqualTo("NONUNIQUE");
    assertThat(error.at("/details/errors"))
        .isEqualTo(ServedProject.json("[{'name':'a.png','id':%s}]".formatted(a)));
    assertThat(directory.resolve("ds/img/new.png")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../../x.png", "..", "a/../../b.png", "..\\\\x.png", "/tmp/x.png"})
  void writesNothingOutsideOfTheDataset(String title) throws IOException {
    List<Path> before = files();

    JsonNode error =
        served.refused(
            400,
            "images.bulk.add",
            "{'datasetId':%s,'images':[{'title':'%s','imageId':%s}]}",
            dataset,
            title,
            served.image("ds", "a.png"));

    assertThat(error.path("error").asText()).contains("plain file name");
    assertThat(files()).isEqualTo(before);
  }

  private List<Path> files() throws IOException {
    try (var files = Files.walk(directory.resolve(".."))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void refusesContentThatWasNeverUploaded() {
    JsonNode error =
        served.refused(
            400,
            "images.bulk.add",
            "{'datasetId':%s,'images':[{'title':'n.png','hash':'../../secret'}]}",
            dataset);

    assertThat(error.path("error").asText()).contains("was not uploaded");
  }

  @Test
  void removesImages() {
    long a = served.image("ds", "a.png");

    served.post("images.bulk.remove", "{'imageIds':[%s]}", a);

    served.refused(404, "images.info", "{'id':%s}", a);
    assertThat(names("'per_page':10")).containsExactly("b.png", "c.png");
    assertThat(directory.resolve("ds/ann/a.png.json")).doesNotExist();
  }
}
