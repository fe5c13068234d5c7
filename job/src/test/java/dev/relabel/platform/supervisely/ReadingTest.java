package dev.relabel.platform.supervisely;

import static dev.relabel.platform.supervisely.Conversation.DATASET;
import static dev.relabel.platform.supervisely.Conversation.MISSING;
import static dev.relabel.platform.supervisely.Conversation.PROJECT;
import static dev.relabel.platform.supervisely.Conversation.dataset;
import static dev.relabel.platform.supervisely.Conversation.ids;
import static dev.relabel.platform.supervisely.Conversation.image;
import static dev.relabel.platform.supervisely.Conversation.info;
import static dev.relabel.platform.supervisely.Conversation.multipart;
import static dev.relabel.platform.supervisely.Conversation.page;
import static dev.relabel.platform.supervisely.Conversation.tree;
import static dev.relabel.platform.supervisely.ScriptedServer.json;
import static dev.relabel.platform.supervisely.ScriptedServer.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Rectangle;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.PlatformException;
import dev.relabel.platform.PlatformUnavailableException;
import dev.relabel.platform.ProjectInfo;
import dev.relabel.platform.RefusedContentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the client asks and understands when it reads. */
class ReadingTest {
  private final Conversation conversation = new Conversation();
  private final ScriptedServer server = conversation.server;
  private final SuperviselyPlatform platform = conversation.platform;

  @AfterEach
  void close() {
    conversation.close();
  }

  @Test
  void readsProjectsAndTheirUser() {
    server.on(
        "projects.info",
        json("{'id':10,'name':'demo','size':'0','workspaceId':2,'imagesCount':4,'type':'images'}"));
    assertThat(platform.project(PROJECT))
        .isEqualTo(new ProjectInfo(PROJECT, "demo", 2, "images", 4));
    assertThat(server.bodies("projects.info")).containsExactly(tree("{'id':10}"));
    server.on("users.me", json("{'id':7,'login':'bot'}"));
    assertThat(platform.user()).isEqualTo("bot");
    assertThat(platform.address()).isEqualTo(server.address().toString());
  }

  @Test
  void listsDatasetsOfAllPagesAfterTheirParents() {
    server.on(
        "datasets.list",
        page(",'pagesCount':2,'total':9", dataset(1, "5"), dataset(2, "1"), dataset(3, "null")),
        // 3 again: the list moved while it was paged; 8's parent is gone; 9 and 7 form a ring.
        page(
            ",'pagesCount':2,'total':9",
            dataset(3, "null"),
            dataset(5, "null"),
            dataset(7, "9"),
            dataset(8, "99"),
            dataset(9, "7")));
    assertThat(platform.datasets(PROJECT))
        .extracting(each -> each.id().number())
        .containsExactly(3L, 5L, 1L, 2L, 8L, 7L, 9L);
    assertThat(server.bodies("datasets.list").get(1))
        .isEqualTo(
            tree(
                "{'projectId':10,'recursive':true,'sort':'id','sort_order':'asc','page':2,"
                    + "'per_page':500,'filter':[]}"));
  }

  @Test
  void listsImagesByTokenWhileOthersChangeTheList() {
    server.on(
        "images.list",
        page(",'after':'x','total':99", image(1), image(2)),
        page(",'after':'y','total':5", image(2), image(4)),
        page(",'after':null,'total':0"));
    List<ImageInfo> images = new ArrayList<>();
    platform.images(DATASET).forEachRemaining(images::add);
    assertThat(images).containsExactly(info(1), info(2), info(4));
    JsonNode first =
        tree(
            "{'datasetId':12,'projectId':null,'sort':'id','sort_order':'asc',"
                + "'forceMetadataForLinks':true,'recursive':false,'per_page':500,'filter':[],"
                + "'pagination_mode':'token'}");
    assertThat(server.bodies("images.list").get(0)).isEqualTo(first);
    assertThat(server.bodies("images.list").get(2))
        .isEqualTo(((ObjectNode) first).put("after", "y"));
  }

  @Test
  void listsImagesAboveTheLastIdWhereTheServerKnowsNoTokens() {
    server.on(
        "images.list",
        page(",'pagesCount':3,'total':5", image(1), image(2)),
        page(",'pagesCount':2,'total':3", image(4), image(5)),
        page(",'pagesCount':1,'total':1", image(6)));
    List<ImageInfo> images = new ArrayList<>();
    platform.images(DATASET).forEachRemaining(images::add);
    assertThat(images).extracting(each -> each.id().number()).containsExactly(1L, 2L, 4L, 5L, 6L);
    assertThat(server.bodies("images.list").get(2).at("/filter"))
        .isEqualTo(tree("[{'field':'id','operator':'>','value':5}]"));
    assertThat(server.bodies("images.list").get(2).has("pagination_mode")).isFalse();
  }

  @Test
  void doesNotListForeverOrOutOfOrder() {
    server.on("images.list", page(",'after':'x'", image(1)), page(",'after':'x'", image(1)));
    assertThatThrownBy(() -> platform.images(DATASET).forEachRemaining(each -> {}))
        .isInstanceOf(PlatformException.class)
        .hasMessage("The platform lists the same part of dataset 12 again and again, from ID 1 on");
    server.on("images.list", page(",'after':'x'", image(1)), page(",'after':'y'", image(1)));
    assertThatThrownBy(() -> platform.images(DATASET).forEachRemaining(each -> {}))
        .as("another token each time")
        .isInstanceOf(PlatformException.class)
        .hasMessageContaining("again and again");
    server.on("images.list", page(",'pagesCount':2", image(1)), page(",'pagesCount':2", image(1)));
    assertThatThrownBy(() -> platform.images(DATASET).forEachRemaining(each -> {}))
        .isInstanceOf(PlatformException.class)
        .hasMessageContaining("again and again");
    server.on("images.list", page(",'after':null", image(2), image(1)));
    assertThatThrownBy(() -> platform.images(DATASET).hasNext())
        .isInstanceOf(PlatformException.class)
        .hasMessage(
            "The platform lists a part of dataset 12 out of the order of their IDs: 1 after 2");
  }

  @Test
  void findsImagesOfSeveralDatasetsInTheOrderAskedFor() {
    String other = image(7).replace("'datasetId':12", "'datasetId':13");
    server
        .on("images.info", json(image(5)), json(other), status(404, MISSING))
        .on("images.list", page(",'total':1", image(6)), page(",'total':0"));
    assertThat(platform.images(List.of(new ImageId(5), new ImageId(7), new ImageId(6))))
        .extracting(each -> each.id().number())
        .containsExactly(5L, 7L, 6L);
    assertThat(server.bodies("images.list").get(0).at("/filter/0/value")).isEqualTo(tree("[7,6]"));
    assertThatThrownBy(() -> platform.images(List.of(new ImageId(8))))
        .isInstanceOf(NotOnPlatformException.class)
        .hasMessageContaining("has no image 8");
  }

  @Test
  void downloadsImagesAndLeavesOutWhatIsNotThere() {
    server.on("images.bulk.download", multipart("2", "two", "1", "one", "9", "nine"));
    server.on("images.info", status(404, MISSING));
    Map<ImageId, byte[]> images = platform.download(DATASET, ids(1, 2, 3));
    assertThat(images).containsOnlyKeys(ids(1, 2));
    assertThat(images.get(new ImageId(1))).isEqualTo("one".getBytes(UTF_8));
    assertThat(server.bodies("images.bulk.download"))
        .containsExactly(tree("{'datasetId':12,'imageIds':[1,2,3]}"));
  }

  @Test
  void asksAgainForWhatAnAnswerLacksAlthoughItIsThere() {
    server
        .on("images.bulk.download", multipart("1", "one"), multipart("2", "two"))
        .on("images.info", json(image(2)));
    assertThat(platform.download(DATASET, ids(1, 2))).containsOnlyKeys(ids(1, 2));
    server
        .on("images.bulk.download", multipart(), multipart(), multipart())
        .on("images.info", json(image(2)), json(image(2)), json(image(2)));
    assertThatThrownBy(() -> platform.download(DATASET, ids(2)))
        .isInstanceOf(PlatformUnavailableException.class)
        .hasMessageStartingWith("The platform leaves images 2 out of its answers");
  }

  @Test
  void downloadsTheRestWhenAnImageThatIsGoneSpoilsTheCall() {
    server
        .on(
            "images.bulk.download",
            status(404, MISSING),
            multipart("1", "one"),
            status(400, "{'error':'not in this dataset'}"),
            status(400, "{'error':'not in this dataset'}"),
            multipart("3", "three"))
        .on("images.info", json(image(2).replace("'datasetId':12", "'datasetId':13")));
    assertThat(platform.download(DATASET, ids(1, 2, 3))).containsOnlyKeys(ids(1, 3));
  }

  @Test
  void anAnnotationThatMakesNoSenseIsRefusedAtOnceAndAlone() {
    String empty =
        "{'imageId':1,'annotation':{'size':{'height':6,'width':8},'tags':[],'objects':[]}}";
    String wrong =
        "{'imageId':2,'annotation':{'size':{'height':6,'width':8},'tags':7,'objects':[]}}";
    server
        .on(
            "annotations.bulk.info",
            json("[" + empty + "," + wrong + "]"),
            json("[" + empty + "]"),
            json("[" + wrong + "]"))
        .on("images.info", json(image(2)));
    assertThatThrownBy(() -> platform.annotations(DATASET, ids(1, 2)))
        .isInstanceOf(RefusedContentException.class)
        .hasMessageStartingWith("The annotation of image 2 of dataset 12 cannot be understood: ");
    assertThat(server.bodies("annotations.bulk.info")).as("no call is repeated").hasSize(3);
  }

  @Test
  void readsAnnotations() {
    server.on(
        "annotations.bulk.info",
        json(
            "[{'imageId':2,'annotation':{'size':{'height':60,'width':80},'tags':[],'objects':[{'id':5001,"
                + "'classTitle':'car','geometryType':'rectangle','tags':[],'nnCreated':true,'nnUpdated':true,"
                + "'points':{'exterior':[[2.25,1],[41,31]],'interior':[]}}]}}]"));
    server.on("images.info", status(404, MISSING));
    var annotations = platform.annotations(DATASET, ids(1, 2));
    assertThat(annotations).containsOnlyKeys(ids(2));
    assertThat(annotations.values().iterator().next().labels().get(0).label().geometry())
        .isEqualTo(new Rectangle(2.25, 1, 41, 31));
    assertThat(server.bodies("annotations.bulk.info"))
        .containsExactly(
            tree(
                "{'datasetId':12,'withCustomBigData':false,'forceMetadataForLinks':true,"
                    + "'integerCoords':false,'imageIds':[1,2]}"));
  }
}
