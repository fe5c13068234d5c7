package dev.relabel.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.image.ImageDecoder;
import dev.relabel.image.Picture;
import dev.relabel.platform.local.ProjectFixture;
import dev.relabel.testing.GreyVideo;
import dev.relabel.testing.ProjectFolder;
import dev.relabel.video.FileBytes;
import dev.relabel.video.FrameIndex;
import dev.relabel.video.VideoReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoMethodsTest {
  private static final int FRAMES = 60;

  private final Path temp;
  private final Path directory;
  private final Path file;
  private final ServedProject served;

  VideoMethodsTest(@TempDir Path temp) {
    this.temp = temp;
    this.directory = temp.resolve("films");
    this.file = GreyVideo.write(temp.resolve("grey.mkv"), FRAMES);
    ProjectFolder.in(directory)
        .video("day", "a.mkv", file)
        .video("day", "b.mkv", GreyVideo.write(temp.resolve("short.mkv"), 3))
        .video("night", "c.mkv", file);
    this.served = ServedProject.serve(directory);
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private JsonNode videos() {
    return served.post("videos.list", "{'projectId':%s}", served.project()).path("entities");
  }

  /** Pixels as a client sees them that knows nothing of our decoders. */
  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  private static int[] pixels(byte[] png) throws IOException {
    return pixels(ImageIO.read(new ByteArrayInputStream(png)));
  }

  private List<int[]> framesOnDisk() throws IOException {
    List<int[]> frames = new ArrayList<>();
    try (FileBytes bytes = new FileBytes(file);
        VideoReader reader = VideoReader.open(bytes, ImageDecoder.DEFAULT_MAX_PIXELS)) {
      FrameIndex index = reader.index();
      for (int frame = 0; frame < index.count(); frame++) {
        try (Picture picture = reader.picture(index.address(frame))) {
          frames.add(pixels(picture.toBufferedImage()));
        }
      }
    }
    return frames;
  }

  private static Map<Integer, byte[]> parts(HttpResponse<byte[]> response) {
    String text = new String(response.body(), StandardCharsets.ISO_8859_1);
    String boundary =
        response.headers().firstValue("Content-Type").orElseThrow().replaceFirst(".*boundary=", "");
    Matcher matcher =
        Pattern.compile("name=\"(\\d+)\".*?\r\n\r\n(.*?)\r\n--" + boundary, Pattern.DOTALL)
            .matcher(text);
    Map<Integer, byte[]> parts = new TreeMap<>();
    while (matcher.find()) {
      parts.put(
          Integer.parseInt(matcher.group(1)),
          matcher.group(2).getBytes(StandardCharsets.ISO_8859_1));
    }
    return parts;
  }

  @Test
  void listsVideosOfADatasetOrProjectInPagesOfBothKinds() {
    long day = served.dataset("day");
    assertThat(videos())
        .extracting(each -> each.path("name").asText())
        .contains("c.mkv")
        .hasSize(3);

    JsonNode page =
        served.post("videos.list", "{'datasetId':%s,'filter':[],'per_page':1,'page':2}", day);
    assertThat(page.path("total").asInt()).isEqualTo(2);
    assertThat(page.path("pagesCount").asInt()).isEqualTo(2);
    assertThat(page.at("/entities/0/name").asText()).isEqualTo("b.mkv");

    JsonNode first =
        served.post("videos.list", "{'datasetId':%s,'pagination_mode':'token','per_page':1}", day);
    JsonNode second =
        served.post(
            "videos.list",
            "{'datasetId':%s,'pagination_mode':'token','per_page':1,'after':'%s'}",
            day,
            first.path("after").asText());
    assertThat(second.at("/entities/0/name").asText()).isEqualTo("b.mkv");
    assertThat(second.path("after").isNull()).isTrue();

    JsonNode filtered =
        served.post(
            "videos.list",
            "{'datasetId':%s,'filter':[{'field':'id','operator':'in','value':[%s]}]}",
            day,
            page.at("/entities/0/id"));
    assertThat(filtered.path("entities")).isEqualTo(page.path("entities"));
  }

  @Test
  void tellsWhatAVideoIs() {
    JsonNode video = served.post("videos.info", "{'id':%s}", served.video("day", "a.mkv"));

    assertThat(video.path("name").asText()).isEqualTo("a.mkv");
    assertThat(video.path("datasetId").asLong()).isEqualTo(served.dataset("day"));
    assertThat(video.path("projectId").asLong()).isEqualTo(served.project());
    assertThat(video.path("hash").asText()).hasSize(44);
    assertThat(video.path("link").isNull()).isTrue();
    assertThat(video.path("tags")).isEmpty();
    JsonNode fileMeta = video.path("fileMeta");
    assertThat(fileMeta.path("framesCount").asInt()).isEqualTo(FRAMES);
    assertThat(fileMeta.path("width").asInt()).isEqualTo(64);
    assertThat(fileMeta.path("height").asInt()).isEqualTo(64);
    assertThat(fileMeta.path("duration").asDouble()).isCloseTo(FRAMES * 0.04, within(1e-9));
    assertThat(fileMeta.path("framesToTimecodes")).hasSize(FRAMES);
    assertThat(fileMeta.at("/framesToTimecodes/0").asDouble()).isZero();
    assertThat(fileMeta.at("/framesToTimecodes/59").asDouble()).isCloseTo(2.36, within(1e-9));
    served.refused(404, "videos.info", "{'id':1}");
  }

  @Test
  void countsVideosAsItems() {
    JsonNode project = served.post("projects.info", "{'id':%s}", served.project());
    assertThat(project.path("type").asText()).isEqualTo("videos");
    assertThat(project.path("itemsCount").asInt()).isEqualTo(3);
    JsonNode dataset = served.post("datasets.info", "{'id':%s}", served.dataset("day"));
    assertThat(dataset.path("itemsCount").asInt()).isEqualTo(2);
    assertThat(dataset.path("imagesCount").isNull()).isTrue();
  }

  @Test
  void aNewProjectOfVideosStaysOne() {
    long project =
        served.post("projects.add", "{'name':'new','type':'videos'}").path("id").asLong();
    served.post("datasets.add", "{'projectId':%s,'name':'ds'}", project);
    served.post(
        "projects.meta.update",
        "{'id':%s,'meta':{'classes':[],'tags':[],'projectType':'images'}}",
        project);

    assertThat(served.post("projects.info", "{'id':%s}", project).path("type").asText())
        .isEqualTo("videos");
    assertThat(temp.resolve("new/ds/video")).isDirectory();
    served.post("projects.archive", "{'id':%s}", project);
  }

  /** Adds time to what the clusters of a file tell, each of them in eight bytes. */
  private static void delay(Path video, long millis) throws IOException {
    byte[] bytes = Files.readAllBytes(video);
    byte[] begin = {(byte) 0xe7, 1, 0, 0, 0, 0, 0, 0, Long.BYTES};
    for (int i = 0; i + begin.length + Long.BYTES < bytes.length; i++) {
      if (Arrays.equals(begin, 0, begin.length, bytes, i, i + begin.length)) {
        ByteBuffer time = ByteBuffer.wrap(bytes, i + begin.length, Long.BYTES).slice();
        time.putLong(0, time.getLong(0) + millis);
      }
    }
    Files.write(video, bytes);
  }

  @Test
  void countsTimeFromWhereTheFileDoes() throws IOException {
    delay(directory.resolve("day/video/b.mkv"), 1500);

    JsonNode fileMeta =
        served.post("videos.info", "{'id':%s}", served.video("day", "b.mkv")).path("fileMeta");

    assertThat(fileMeta.path("framesToTimecodes")).hasSize(3);
    assertThat(fileMeta.at("/framesToTimecodes/0").asDouble()).isCloseTo(1.5, within(1e-9));
    assertThat(fileMeta.at("/framesToTimecodes/2").asDouble()).isCloseTo(1.58, within(1e-9));
    assertThat(fileMeta.path("duration").asDouble()).isCloseTo(0.12, within(1e-9));
  }

  @Test
  void holdsNoImages() {
    long video = served.video("day", "a.mkv");
    JsonNode images = served.post("images.list", "{'datasetId':%s}", served.dataset("day"));
    assertThat(images.path("total").asInt()).isZero();
    served.refused(404, "images.info", "{'id':%s}", video);
    served.refused(404, "annotations.info", "{'imageId':%s}", video);
    served.refused(400, "images.bulk.add", "{'datasetId':%s,'images':[]}", served.dataset("day"));
  }

  @Test
  void findsNoVideosAmongImages() {
    Path city = temp.resolve("city");
    ProjectFixture.in(city).image("ds", "a.png", 80, 60);
    try (ServedProject images = ServedProject.serve(city)) {
      JsonNode list = images.post("videos.list", "{'projectId':%s}", images.project());
      assertThat(list.path("total").asInt()).isZero();
      images.refused(404, "videos.info", "{'id':%s}", images.image("ds", "a.png"));
    }
  }

  @Test
  void listsAFileThatIsNoVideoWithoutFrames() throws IOException {
    Files.writeString(directory.resolve("day/video/b.mkv"), "no video");

    JsonNode fileMeta = videos().path(1).path("fileMeta");

    assertThat(fileMeta.path("framesCount").asInt()).isZero();
    assertThat(fileMeta.path("duration").asDouble()).isZero();
    assertThat(fileMeta.path("framesToTimecodes")).isEmpty();
    assertThat(videos()).hasSize(3);
  }

  @Test
  void leavesOutAVideoThatIsGone() throws IOException {
    Files.delete(directory.resolve("day/video/b.mkv"));

    assertThat(videos()).hasSize(2);
  }

  @Test
  void downloadsAFileAsItIs() throws IOException {
    HttpResponse<byte[]> response =
        served.download("videos.download", "{'id':%s}", served.video("day", "a.mkv"));

    assertThat(response.body()).isEqualTo(Files.readAllBytes(file));
    assertThat(response.headers().firstValue("Content-Type")).hasValue("video/x-matroska");
  }

  @Test
  void answersTheSamePixelsAsAreReadHereInAnyOrder() throws IOException {
    List<int[]> expected = framesOnDisk();
    assertThat(expected).hasSize(FRAMES);
    long video = served.video("day", "a.mkv");

    for (int frame : new int[] {0, 1, 2, 59, 30, 31, 7, 58, 0}) {
      HttpResponse<byte[]> one =
          served.download("videos.download-frame", "{'videoId':%s,'frame':%s}", video, frame);
      assertThat(one.headers().firstValue("Content-Type")).hasValue("image/png");
      assertThat(pixels(one.body())).as("frame %s", frame).isEqualTo(expected.get(frame));
    }
    Map<Integer, byte[]> parts =
        parts(
            served.download(
                "videos.bulk.download-frame", "{'videoId':%s,'frames':[41,3,40,59]}", video));
    assertThat(parts).containsOnlyKeys(3, 40, 41, 59);
    for (Map.Entry<Integer, byte[]> each : parts.entrySet()) {
      assertThat(pixels(each.getValue())).isEqualTo(expected.get(each.getKey()));
    }
  }

  @Test
  void answersManyAtOnce() throws Exception {
    List<int[]> expected = framesOnDisk();
    List<Long> videos = List.of(served.video("day", "a.mkv"), served.video("night", "c.mkv"));
    ExecutorService pool = Executors.newFixedThreadPool(12);
    try {
      List<Future<byte[]>> answers = new ArrayList<>();
      for (int i = 0; i < 2 * FRAMES; i++) {
        long video = videos.get(i % 2);
        int frame = i * 7 % FRAMES;
        answers.add(
            pool.submit(
                () ->
                    served
                        .download(
                            "videos.download-frame", "{'videoId':%s,'frame':%s}", video, frame)
                        .body()));
      }
      for (int i = 0; i < answers.size(); i++) {
        assertThat(pixels(answers.get(i).get())).isEqualTo(expected.get(i * 7 % FRAMES));
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void refusesFramesThatThereAreNotAndTooMany() {
    long video = served.video("day", "a.mkv");
    for (long frame : new long[] {-1, FRAMES}) {
      served.refused(404, "videos.download-frame", "{'videoId':%s,'frame':%s}", video, frame);
      served.refused(
          404, "videos.bulk.download-frame", "{'videoId':%s,'frames':[0,%s]}", video, frame);
    }
    List<Long> tooMany = LongStream.range(0, 51).boxed().toList();
    served.refused(400, "videos.bulk.download-frame", "{'videoId':%s,'frames':%s}", video, tooMany);
    served.refused(404, "videos.download-frame", "{'videoId':1,'frame':0}");
  }

  /** Makes nonsense of the pixels of one frame. */
  private static void damage(Path video, int frame) throws IOException {
    byte[] bytes = Files.readAllBytes(video);
    int begin = 0;
    for (int found = -1; found < frame; begin++) {
      found += bytes[begin] == (byte) 0xff && bytes[begin + 1] == (byte) 0xd8 ? 1 : 0;
    }
    Arrays.fill(bytes, begin - 1, begin + 500, (byte) 0);
    Files.write(video, bytes);
  }

  @Test
  void leavesOutAFrameThatIsDamaged() throws IOException {
    Path broken = directory.resolve("day/video/b.mkv");
    damage(GreyVideo.write(broken, 80), 70);
    long video = served.video("day", "b.mkv");

    JsonNode error =
        served.refused(400, "videos.download-frame", "{'videoId':%s,'frame':70}", video);
    Map<Integer, byte[]> parts =
        parts(
            served.download(
                "videos.bulk.download-frame", "{'videoId':%s,'frames':[69,70,71]}", video));

    assertThat(error.path("error").asText()).contains("frame 70");
    assertThat(parts).containsOnlyKeys(69, 71);
  }

  @Test
  void takesNoUploads() {
    for (String method : new String[] {"videos.bulk.upload", "videos.bulk.add"}) {
      assertThat(served.refused(501, method, "{}").path("error").asText()).contains(method);
    }
  }

  @Test
  void failsOnPurposeLikeAllMethods() {
    served.close();
    Faults faults =
        new Faults() {
          @Override
          public Optional<Fault> after(String method) {
            return Optional.of(new Refusal(503, Map.of()));
          }
        };
    try (ServedProject faulty = ServedProject.serve(directory, faults)) {
      faulty.refused(503, "videos.list", "{'projectId':%s}", faulty.project());
    }
  }
}
