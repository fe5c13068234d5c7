package dev.relabel.platform.supervisely;

import static dev.relabel.platform.supervisely.Conversation.DATASET;
import static dev.relabel.platform.supervisely.Conversation.META;
import static dev.relabel.platform.supervisely.Conversation.MISSING;
import static dev.relabel.platform.supervisely.Conversation.PROJECT;
import static dev.relabel.platform.supervisely.Conversation.cars;
import static dev.relabel.platform.supervisely.Conversation.dataset;
import static dev.relabel.platform.supervisely.Conversation.figureIds;
import static dev.relabel.platform.supervisely.Conversation.image;
import static dev.relabel.platform.supervisely.Conversation.info;
import static dev.relabel.platform.supervisely.Conversation.page;
import static dev.relabel.platform.supervisely.Conversation.tree;
import static dev.relabel.platform.supervisely.ScriptedServer.json;
import static dev.relabel.platform.supervisely.ScriptedServer.reset;
import static dev.relabel.platform.supervisely.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.LabelClass.Shape;
import dev.relabel.annotation.Rectangle;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.DatasetInfo;
import dev.relabel.platform.Deadline;
import dev.relabel.platform.Deadlines;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.OutcomeUnknownException;
import dev.relabel.platform.PlatformException;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.StaleException;
import dev.relabel.platform.http.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the client sends, and what it does when a write does not go through. */
class WritingTest {
  private final Conversation conversation = new Conversation();
  private final ScriptedServer server = conversation.server;
  private final SuperviselyPlatform platform = conversation.platform;

  @AfterEach
  void close() {
    conversation.close();
  }

  @Test
  void addsLabelsInRequestsOfAHundred() {
    server
        .on("datasets.info", json(dataset(12, "null")))
        .on("projects.meta", json(META))
        .on("figures.bulk.add", figureIds(100), figureIds(21), figureIds(1));
    platform.addLabels(DATASET, Map.of(), Deadlines.NONE);
    Map<ImageId, List<Label>> labels = new LinkedHashMap<>();
    labels.put(new ImageId(1), cars(120));
    labels.put(new ImageId(2), cars(1));
    platform.addLabels(DATASET, labels, Deadlines.NONE);
    platform.addLabels(
        DATASET, Map.of(new ImageId(3), cars(1), new ImageId(4), List.of()), Deadlines.NONE);
    List<JsonNode> sent = server.bodies("figures.bulk.add");
    assertThat(sent.get(0).at("/figures")).hasSize(100);
    assertThat(sent.get(1).at("/figures/20/entityId").intValue()).isEqualTo(2);
    assertThat(sent.get(2))
        .isEqualTo(
            tree(
                "{'datasetId':12,'skipBoundsValidation':false,'figures':[{'classTitle':'car',"
                    + "'description':'','tags':[{'name':'confidence','value':0.5}],"
                    + "'geometryType':'rectangle','shape':'rectangle','nnCreated':true,'nnUpdated':true,"
                    + "'classId':41,'geometry':{'points':{'exterior':[[2,1],[41,31]],'interior':[]}},"
                    + "'entityId':3}]}"));
    assertThat(server.bodies("projects.meta")).as("class IDs are remembered").hasSize(1);
  }

  @Test
  void neverClaimsThatNothingHappenedOnceAPartHas() {
    server
        .on("datasets.info", json(dataset(12, "null")))
        .on("projects.meta", json(META))
        .on(
            "figures.bulk.add",
            figureIds(100),
            status(429, "{}"),
            status(429, "{}"),
            status(429, "{}"));
    assertThatThrownBy(
            () -> platform.addLabels(DATASET, Map.of(new ImageId(1), cars(120)), Deadlines.NONE))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageStartingWith("A part of the write took effect, then: ");
  }

  @Test
  void takesBackWhatItHasAddedWhenTheRestIsRefused() {
    server
        .on("datasets.info", json(dataset(12, "null")))
        .on("projects.meta", json(META))
        .on("figures.bulk.add", figureIds(100), status(400, "{'error':'out of bounds'}"))
        .on("figures.bulk.remove", json("{}"), json("{}"));
    assertThatThrownBy(
            () -> platform.addLabels(DATASET, Map.of(new ImageId(1), cars(101)), Deadlines.NONE))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("(HTTP 400)");
    assertThat(server.bodies("figures.bulk.remove"))
        .extracting(each -> each.at("/figureIds").size())
        .containsExactly(50, 50);
  }

  @Test
  void looksUpClassesAgainAfterARefusal() {
    server
        .on("datasets.info", json(dataset(12, "null")))
        .on("projects.meta", json(META), json(META.replace("41", "77")))
        .on("figures.bulk.add", status(400, "{'error':'no class 41'}"), figureIds(1));
    Map<ImageId, List<Label>> labels = Map.of(new ImageId(1), cars(1));
    assertThatThrownBy(() -> platform.addLabels(DATASET, labels, Deadlines.NONE))
        .isInstanceOf(RefusedException.class);
    platform.addLabels(DATASET, labels, Deadlines.NONE);
    assertThat(server.bodies("figures.bulk.add").get(1).at("/figures/0/classId").intValue())
        .isEqualTo(77);
  }

  @Test
  void saysThatAPartTookEffectWhenItCannotBeTakenBack() {
    server
        .on("datasets.info", json(dataset(12, "null")))
        .on("projects.meta", json(META))
        .on("figures.bulk.add", figureIds(100), status(403, "{'error':'read only now'}"))
        .on("figures.bulk.remove", status(403, "{'error':'read only now'}"));
    assertThatThrownBy(
            () -> platform.addLabels(DATASET, Map.of(new ImageId(1), cars(101)), Deadlines.NONE))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("took effect before and could not be taken back");
  }

  @Test
  void doesNotTakeTooFewIdsForSuccess() {
    server
        .on("datasets.info", json(dataset(12, "null")))
        .on("projects.meta", json(META))
        .on("figures.bulk.add", figureIds(1));
    assertThatThrownBy(
            () -> platform.addLabels(DATASET, Map.of(new ImageId(1), cars(2)), Deadlines.NONE))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("2 labels were sent and 1 IDs came back");
  }

  @Test
  void sendsLessAtOnceWhenTheServerFindsItTooLarge() {
    server
        .on("datasets.info", json(dataset(12, "null")))
        .on("projects.meta", json(META))
        .on("figures.bulk.add", status(413, "<html>"), figureIds(1), figureIds(2));
    platform.addLabels(DATASET, Map.of(new ImageId(1), cars(3)), Deadlines.NONE);
    assertThat(server.bodies("figures.bulk.add"))
        .extracting(each -> each.at("/figures").size())
        .containsExactly(3, 1, 2);
  }

  @Test
  void refusesLabelsOfAClassThatTheProjectLacks() {
    server
        .on("datasets.info", json(dataset(12, "null")))
        .on("projects.meta", json(META), json(META));
    Label boat = Label.predicted("boat", new Rectangle(0, 0, 1, 1), 0.5);
    assertThatThrownBy(
            () ->
                platform.addLabels(DATASET, Map.of(new ImageId(1), List.of(boat)), Deadlines.NONE))
        .isInstanceOf(PlatformRejectedException.class)
        .hasMessageStartingWith("Project 10 has no class boat (any more)");
    assertThat(server.bodies("figures.bulk.add")).isEmpty();
  }

  @Test
  void sendsNothingAfterTheDeadline() {
    server
        .on("datasets.info", json(dataset(12, "null")))
        .on("projects.meta", json(META))
        .on("figures.bulk.add", status(429, "{}"), figureIds(1));
    // The answer asks to wait for longer than what was read may be acted on.
    Deadline soon = Deadline.in(Duration.ofNanos(1), conversation.time);
    assertThatThrownBy(() -> platform.addLabels(DATASET, Map.of(new ImageId(1), cars(1)), soon))
        .isInstanceOf(StaleException.class)
        .hasMessageContaining("figures.bulk.add was not sent to http://127.0.0.1");
    assertThat(server.bodies("figures.bulk.add")).hasSize(1);
  }

  @Test
  void aDeadlineInTheMiddleOfAWriteLeavesItsOutcomeToALook() {
    server
        .on("datasets.info", json(dataset(12, "null")))
        .on("projects.meta", json(META))
        .on("figures.bulk.add", figureIds(100), status(429, "{}"), figureIds(1));
    Deadline soon = Deadline.in(Duration.ofNanos(1), conversation.time);
    assertThatThrownBy(() -> platform.addLabels(DATASET, Map.of(new ImageId(1), cars(101)), soon))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageStartingWith("A part of the write took effect, then: figures.bulk.add was not");
  }

  @Test
  void removesLabelsAndDoesNotMindThoseThatAreGone() {
    server.on(
        "figures.bulk.remove",
        reset(),
        status(404, MISSING),
        status(404, MISSING),
        json("{'success':true}"));
    platform.removeLabels(DATASET, Map.of(new ImageId(1), held(1, 2)), Deadlines.NONE);
    assertThat(server.bodies("figures.bulk.remove"))
        .containsExactly(
            tree("{'figureIds':[1,2]}"),
            tree("{'figureIds':[1,2]}"),
            tree("{'figureIds':[1]}"),
            tree("{'figureIds':[2]}"));
  }

  @Test
  void addsClassesToTheWholeMetaAndLooksWhetherTheyStayed() {
    LabelClass car = new LabelClass("car", Shape.RECTANGLE);
    LabelClass dog = new LabelClass("dog", Shape.MASK);
    String with =
        META.replace("'classes':[", "'classes':[{'id':42,'title':'dog','shape':'bitmap'},");
    String foreign =
        META.replace("'classes':[", "'classes':[{'id':43,'title':'cat','shape':'any'},");
    server
        // Somebody else writes in between, and an answer is lost.
        .on("projects.meta", json(META), json(foreign), json(META), json(with))
        .on("projects.meta.update", json(with), reset(), json(with))
        .on("projects.settings.update", json("{}"), json("{}"));
    assertThat(platform.mergeSchema(PROJECT, List.of(dog, car), "_nn")).containsExactly(dog, car);
    JsonNode second = server.bodies("projects.meta.update").get(1);
    assertThat(second.at("/meta/classes"))
        .extracting(each -> each.path("title").textValue())
        .containsExactly("cat", "car", "dog");
    assertThat(second.at("/meta/projectSettings")).isEqualTo(tree(META).at("/projectSettings"));
    assertThat(server.bodies("projects.settings.update").get(0))
        .isEqualTo(
            tree(
                "{'id':10,'settings':{'groupImages':true,'groupImagesByTagId':3,'groupImagesSync':true}}"));
  }

  @Test
  void saysWhenClassesDoNotStay() {
    for (int i = 0; i < 5; i++) {
      server
          .on("projects.meta", json("{'classes':[],'tags':[]}"))
          .on("projects.meta.update", json("{}"));
    }
    assertThatThrownBy(() -> platform.mergeSchema(PROJECT, List.of(), "_nn"))
        .isInstanceOf(PlatformException.class)
        .hasMessageStartingWith("Project 10 does not keep the model's classes");
  }

  @Test
  void makesAProjectOnceHoweverItsAnswerGetsLost() {
    String made = "{'id':77,'name':'p','workspaceId':2,'type':'images'}";
    server
        .on("projects.list", page("", made.replace("'p'", "'pp'")), page(""), page("", made))
        .on("projects.add", reset(), reset());
    assertThat(platform.ensureProject(2, "p", "why").id().number()).isEqualTo(77);
    assertThat(server.bodies("projects.add"))
        .hasSize(2)
        .contains(tree("{'name':'p','workspaceId':2,'description':'why','type':'images'}"));
  }

  @Test
  void findsOrMakesADatasetBelowItsParent() {
    DatasetId parent = new DatasetId(5);
    server
        .on(
            "datasets.list",
            page(",'pagesCount':1", dataset(7, "null"), dataset(8, "6")),
            page(",'pagesCount':1", dataset(7, "5").replace("d7", "ds")))
        .on("datasets.add", status(400, "{'error':'taken','details':{'type':'NONUNIQUE'}}"));
    assertThat(platform.ensureDataset(PROJECT, Optional.of(parent), "ds"))
        .isEqualTo(new DatasetInfo(new DatasetId(7), PROJECT, Optional.of(parent), "ds", 3));
    assertThat(server.bodies("datasets.add"))
        .containsExactly(tree("{'projectId':10,'name':'ds','description':'','parentId':5}"));
  }

  @Test
  void copiesImagesWithTheirOwnDataAndTakesWhatIsThereAlready() {
    String existing = image(101, "1.png", "hash1");
    server
        .on("images.list", page("", image(1), image(2)), page("", existing))
        .on(
            "images.bulk.add",
            status(
                400,
                "{'error':'exists','details':{'type':'NONUNIQUE','errors':[{'name':'1.png','id':101}]}}"),
            json("[" + image(102, "2.png", "hash2") + "]"));
    assertThat(platform.copyImages(List.of(info(1), info(2)), new DatasetId(20)))
        .extracting(each -> each.id().number())
        .containsExactly(101L, 102L);
    assertThat(server.bodies("images.bulk.add").get(1))
        .isEqualTo(
            tree(
                "{'datasetId':20,'forceMetadataForLinks':true,'skipValidation':false,"
                    + "'images':[{'title':'2.png','imageId':2,'meta':{'k':2}}]}"));
  }

  @Test
  void copiesAsLongAsEachRefusalNamesMoreThatIsThereAlready() {
    int images = 6;
    List<ImageInfo> wanted = new ArrayList<>();
    List<String> sources = new ArrayList<>();
    for (int i = 1; i <= images; i++) {
      wanted.add(info(i));
      sources.add(image(i));
    }
    String taken =
        "{'error':'exists','details':{'type':'NONUNIQUE','errors':[{'name':'x','id':%s}]}}";
    server.on("images.list", page("", sources.toArray(String[]::new)));
    for (int i = 1; i < images; i++) {
      server
          .on("images.bulk.add", status(400, taken.formatted(100 + i)))
          .on("images.list", page("", image(100 + i, i + ".png", "hash" + i)));
    }
    server.on("images.bulk.add", json("[" + image(106, "6.png", "hash6") + "]"));
    assertThat(platform.copyImages(wanted, new DatasetId(20)))
        .extracting(each -> each.id().number())
        .containsExactly(101L, 102L, 103L, 104L, 105L, 106L);
    server
        .on("images.list", page("", image(1)), page(""))
        .on("images.bulk.add", status(400, taken.formatted(101)));
    assertThatThrownBy(() -> platform.copyImages(List.of(info(1)), new DatasetId(20)))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void refusesToTakeAnotherImageOfTheSameName() {
    server
        .on("images.list", page("", image(1)), page("", image(101, "1.png", "other")))
        .on(
            "images.bulk.add",
            status(
                400,
                "{'error':'exists','details':[{'type':'NONUNIQUE','errors':[{'name':'1.png','id':101}]}]}"));
    assertThatThrownBy(() -> platform.copyImages(List.of(info(1)), new DatasetId(20)))
        .isInstanceOf(PlatformRejectedException.class)
        .hasMessageContaining("holds another image named 1.png (ID 101), so image 1 cannot");
  }

  @Test
  void saysWhichImageIsGoneBeforeItIsCopied() {
    server.on("images.list", page("", image(1)));
    assertThatThrownBy(() -> platform.copyImages(List.of(info(1), info(2)), new DatasetId(20)))
        .isInstanceOf(NotOnPlatformException.class)
        .hasMessage("Image 2 (2.png) is no longer in dataset 12, so it cannot be copied");
  }

  private static List<PlatformLabel> held(long... ids) {
    return Arrays.stream(ids)
        .mapToObj(id -> new PlatformLabel(Optional.of(new FigureId(id)), cars(1).get(0)))
        .toList();
  }
}
