package dev.relabel.platform.supervisely;

import static dev.relabel.platform.supervisely.ScriptedServer.json;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Rectangle;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ImageInfo;
import dev.relabel.platform.ManualTime;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.RateLimit;
import dev.relabel.platform.RetryPolicy;
import dev.relabel.platform.Secret;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.JettyTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A scripted server with a client of it, and the words of their conversations. */
final class Conversation implements AutoCloseable {
  static final ProjectId PROJECT = new ProjectId(10);
  static final DatasetId DATASET = new DatasetId(12);
  static final String MISSING = "{'error':'Not found'}";
  static final String META =
      "{'classes':[{'id':41,'title':'car','shape':'rectangle'}],'tags':[{'id':54,"
          + "'name':'confidence','value_type':'any_number'}],'projectType':'images','projectSettings':"
          + "{'multiView':{'enabled':true,'tagName':'g','tagId':3,'isSynced':true}}}";

  final ScriptedServer server = ScriptedServer.start();
  final ManualTime time = new ManualTime();
  final SuperviselyPlatform platform = connected();

  private SuperviselyPlatform connected() {
    SuperviselyConnection connection =
        SuperviselyConnection.of(server.address().toString(), Secret.of("t"))
            .withRetries(
                new RetryPolicy(
                    3, Duration.ofSeconds(1), Duration.ofSeconds(8), Duration.ofSeconds(60)));
    return new SuperviselyPlatform(
        connection,
        PlatformCaller.of(
            connection,
            JettyTransport.start(connection),
            new RateLimit(1000, 1, time),
            time,
            new Random(1)));
  }

  @Override
  public void close() {
    platform.close();
    server.close();
  }

  static JsonNode tree(String text) {
    return Json.read(text.replace('\'', '"').getBytes(UTF_8));
  }

  static String image(long id) {
    return image(id, id + ".png", "hash" + id);
  }

  static String image(long id, String name, String hash) {
    return "{'id':%s,'name':'%s','hash':'%s','size':14540,'width':80,'height':60,'datasetId':12,'updatedAt':'2026','meta':{'k':%s}}"
        .formatted(id, name, hash, id);
  }

  static ImageInfo info(long id) {
    return new ImageInfo(new ImageId(id), DATASET, id + ".png", 80, 60, 14540, "hash" + id, "2026");
  }

  static ScriptedServer.Reply page(String more, String... entities) {
    return json("{'entities':[" + String.join(",", entities) + "]" + more + "}");
  }

  static String dataset(long id, String parent) {
    return "{'id':%s,'projectId':10,'parentId':%s,'name':'d%s','imagesCount':3}"
        .formatted(id, parent, id);
  }

  static ScriptedServer.Reply multipart(String... namesAndContents) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < namesAndContents.length; i += 2) {
      body.append(
          "--B\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
              .formatted(namesAndContents[i], namesAndContents[i + 1]));
    }
    return ScriptedServer.body(
        200, "multipart/form-data; boundary=B", (body + "--B--\r\n").getBytes(UTF_8));
  }

  static List<ImageId> ids(long... ids) {
    List<ImageId> list = new ArrayList<>();
    for (long id : ids) {
      list.add(new ImageId(id));
    }
    return list;
  }

  static List<Label> cars(int count) {
    return Collections.nCopies(count, Label.predicted("car", new Rectangle(2, 1, 41, 31), 0.5));
  }

  static ScriptedServer.Reply figureIds(int count) {
    return json("[" + String.join(",", Collections.nCopies(count, "{'id':1}")) + "]");
  }
}
