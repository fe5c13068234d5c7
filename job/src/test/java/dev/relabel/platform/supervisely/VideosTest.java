package dev.relabel.platform.supervisely;

import static dev.relabel.platform.supervisely.Conversation.DATASET;
import static dev.relabel.platform.supervisely.Conversation.MISSING;
import static dev.relabel.platform.supervisely.Conversation.multipart;
import static dev.relabel.platform.supervisely.Conversation.page;
import static dev.relabel.platform.supervisely.Conversation.tree;
import static dev.relabel.platform.supervisely.ScriptedServer.json;
import static dev.relabel.platform.supervisely.ScriptedServer.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Origin;
import dev.relabel.annotation.Point;
import dev.relabel.annotation.Polygon;
import dev.relabel.annotation.Rectangle;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.Deadlines;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.platform.TrackedObjects.TrackedObject;
import dev.relabel.platform.VideoId;
import dev.relabel.platform.VideoInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the client asks and understands of videos. */
class VideosTest {
  private static final VideoId VIDEO = new VideoId(50);
  private static final DatasetId AS_DATASET = new DatasetId(50);

  private final Conversation conversation = new Conversation();
  private final ScriptedServer server = conversation.server;
  private final SuperviselyPlatform platform = conversation.platform;
  private final Platform frames = platform.frames();

  @AfterEach
  void close() {
    conversation.close();
  }

  private static String video(long id, String fileMeta) {
    return "{'id':%s,'name':'v.mp4','datasetId':12,'projectId':10,'fileMeta':%s}"
        .formatted(id, fileMeta);
  }

  private static List<ImageId> numbers(long... numbers) {
    List<ImageId> ids = new ArrayList<>();
    for (long number : numbers) {
      ids.add(new ImageId(number));
    }
    return ids;
  }

  @Test
  void aVideoKnowsWhenItsFramesAreShown() {
    server.on(
        "videos.info",
        json(
            video(
                50, "{'framesCount':3,'width':80,'height':60,'framesToTimecodes':[0,0.04,0.2]}")));

    VideoInfo info = platform.video(VIDEO);

    assertThat(info.dataset()).isEqualTo(DATASET);
    assertThat(info.width()).isEqualTo(80);
    assertThat(info.frames().count()).isEqualTo(3);
    assertThat(info.frames().seconds(2)).isEqualTo(0.2);
    assertThat(server.bodies("videos.info"))
        .containsExactly(tree("{'id':50,'forceMetadataForLinks':true}"));
  }

  @Test
  void framesFollowEvenlyWhereTheServerTellsOnlyHowLongItIs() {
    server.on("videos.info", json(video(50, "{'framesCount':50,'duration':2}")));
    assertThat(platform.video(VIDEO).frames().seconds(25)).isCloseTo(1, within(1e-9));
    server.on("videos.info", json(video(51, "{}")));
    assertThat(platform.video(new VideoId(51)).frames().count()).isZero();
    server.on("videos.info", status(404, MISSING));
    assertThatThrownBy(() -> platform.video(new VideoId(52)))
        .isInstanceOf(NotOnPlatformException.class);
  }

  @Test
  void listsVideosOfADataset() {
    server.on(
        "videos.list",
        page(",'after':'x'", video(50, "{}"), video(51, "{}")),
        page(",'after':null", video(52, "{}")));
    List<Long> ids = new ArrayList<>();
    platform.videos(DATASET).forEachRemaining(each -> ids.add(each.id().number()));
    assertThat(ids).containsExactly(50L, 51L, 52L);
  }

  @Test
  void downloadsFramesByTheirNumbers() {
    server.on("videos.bulk.download-frame", multipart("0", "zero", "30", "thirty"));
    Map<ImageId, byte[]> pictures = frames.download(AS_DATASET, numbers(0, 30));
    assertThat(new String(pictures.get(new ImageId(30)), UTF_8)).isEqualTo("thirty");
    assertThat(server.bodies("videos.bulk.download-frame"))
        .containsExactly(tree("{'videoId':50,'frames':[0,30]}"));
  }

  private void holdsFigures() {
    server.on("videos.info", json(video(50, "{'framesCount':3,'width':80,'height':60}")));
    server.on(
        "videos.annotations.bulk.info",
        json(
            "[{'videoId':50,'size':{'height':60,'width':80},'framesCount':3,"
                + "'objects':[{'id':77,'classTitle':'car'},{'id':78,'classTitle':'dog'}],"
                + "'frames':[{'index':1,'figures':[{'id':900,'objectId':77,"
                + "'geometryType':'rectangle','geometry':{'points':{'exterior':[[2,1],[40,30]],"
                + "'interior':[]}},'nnCreated':true,'nnUpdated':true},"
                + "{'id':901,'objectId':77,'geometryType':'cuboid','geometry':{}}]}]}]"));
  }

  @Test
  void labelsOfFramesCountWholePixelsAndHaveTheirObjectForATrack() {
    holdsFigures();

    Map<ImageId, PlatformAnnotation> found = frames.annotations(AS_DATASET, numbers(0, 1, 7));

    assertThat(found.keySet()).containsExactlyElementsOf(numbers(0, 1));
    List<PlatformAnnotation> each = List.copyOf(found.values());
    assertThat(each.get(0).labels()).isEmpty();
    PlatformLabel label = each.get(1).labels().get(0);
    assertThat(label.id()).contains(new FigureId(900));
    assertThat(label.label().className()).isEqualTo("car");
    assertThat(label.label().geometry()).isEqualTo(new Rectangle(2, 1, 41, 31));
    assertThat(label.label().track()).hasValue(77);
    assertThat(label.label().origin()).isEqualTo(Origin.MACHINE);
    assertThat(each.get(1).foreign()).hasSize(1);
    assertThat(server.bodies("videos.annotations.bulk.info"))
        .containsExactly(tree("{'datasetId':12,'videoIds':[50]}"));
  }

  @Test
  void addsFiguresOnWholePixelsInsideTheFrame() {
    server.on("videos.info", json(video(50, "{'framesCount':3,'width':80,'height':60}")));
    server.on("figures.bulk.add", json("[{'id':900},{'id':901}]"));
    Label box =
        new Label(
                "car",
                new Rectangle(1.6, 0.4, 41.2, 60),
                OptionalDouble.of(0.9),
                List.of(),
                Origin.MACHINE)
            .withTrack(77);
    Label outline =
        Label.predicted(
                "dog",
                new Polygon(
                    List.of(new Point(80, 60), new Point(0, 0.5), new Point(10.9, 7)), List.of()),
                0.5)
            .withTrack(78);

    Map<ImageId, List<FigureId>> ids =
        frames.addLabels(AS_DATASET, Map.of(new ImageId(2), List.of(box, outline)), Deadlines.NONE);

    assertThat(ids)
        .isEqualTo(Map.of(new ImageId(2), List.of(new FigureId(900), new FigureId(901))));
    assertThat(server.bodies("figures.bulk.add"))
        .containsExactly(
            tree(
                "{'entityId':50,'skipBoundsValidation':false,'figures':[{'objectId':77,"
                    + "'geometryType':'rectangle','geometry':{'points':{'exterior':"
                    + "[[2,0],[40,59]],'interior':[]}},'nnCreated':true,'nnUpdated':true,"
                    + "'meta':{'frame':2}},{'objectId':78,'geometryType':'polygon',"
                    + "'geometry':{'points':{'exterior':[[79,59],[0,0],[10,7]],'interior':[]}},"
                    + "'nnCreated':true,'nnUpdated':true,'meta':{'frame':2}}]}"));
  }

  @Test
  void objectsAreListedMadeAndRemoved() {
    holdsFigures();
    assertThat(platform.trackedObjects().of(VIDEO))
        .containsExactly(new TrackedObject(77, "car", true), new TrackedObject(78, "dog", false));
    server.on(
        "projects.meta",
        json("{'classes':[{'id':41,'title':'car','shape':'rectangle'}],'tags':[]}"));
    server.on("datasets.info", json("{'id':12,'projectId':10,'name':'d'}"));
    server.on("annotation-objects.bulk.add", json("[{'id':79}]"));
    assertThat(platform.trackedObjects().add(VIDEO, List.of("car"))).containsExactly(79L);
    assertThat(server.bodies("annotation-objects.bulk.add"))
        .containsExactly(
            tree("{'datasetId':12,'annotationObjects':[{'classId':41,'entityId':50}]}"));
    server.on("annotation-objects.bulk.remove", json("{'success':true}"));
    platform.trackedObjects().remove(List.of(79L), Deadlines.NONE);
    assertThat(server.bodies("annotation-objects.bulk.remove")).containsExactly(tree("[79]"));
  }
}
