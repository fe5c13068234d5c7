package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.embedded.Answer;
import dev.relabel.platform.embedded.Reply;
import dev.relabel.platform.embedded.geti.GetiId.Kind;
import dev.relabel.platform.format.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Exports of datasets as jobs (fact sheet of Geti, 12): the only jobs that there are, of which the
 * last {@value #MOST} are known. The first look at one finds it at work, the next one done. Only
 * COCO's annotations are exported, without the images. Thread-safe.
 */
final class DatasetExports {
  private static final int MOST = 100;
  private static final Set<String> FORMATS = Set.of("coco", "yolo", "voc", "datumaro");
  private static final String COCO = "coco";

  private final GetiLookup lookup;
  private final CocoDataset coco;
  private final Map<String, Job> jobs = new LinkedHashMap<>();

  DatasetExports(GetiLookup lookup, Scenes scenes) {
    this.lookup = lookup;
    this.coco = new CocoDataset(scenes);
  }

  /**
   * An export that was asked for.
   *
   * @param dataset the ID of the dataset
   * @param withUnannotated whether images without annotations are part of it
   * @param looks how often somebody has asked how it goes
   */
  private record Job(String project, String dataset, boolean withUnannotated, int looks) {
    Job lookedAt() {
      return new Job(project, dataset, withUnannotated, looks + 1);
    }
  }

  void addTo(Routes routes) {
    routes.add("exports.prepare", "POST", Routes.DATASET + ":prepare-for-export", this::prepare);
    routes.add("jobs.get", "GET", Routes.WORKSPACE + "/jobs/{job}", this::look);
    routes.add(
        "exports.download", "GET", Routes.DATASET + "/exports/{export}/download", this::download);
  }

  private Reply prepare(GetiCall call) {
    String format = call.asked("export_format").orElse("").toLowerCase(Locale.ROOT);
    if (!FORMATS.contains(format)) {
      throw GetiException.invalidParameter(
          Json.object()
              .set("export_format", Json.array().add("'%s' is no format".formatted(format))));
    }
    if (!format.equals(COCO)) {
      throw GetiException.of(501, "not_implemented", "This server exports COCO only.");
    }
    Job job =
        new Job(
            call.of("project"),
            GetiId.of(Kind.DATASET, lookup.dataset(call).id()),
            call.isAsked("include_unannotated_media"),
            0);
    String id = GetiId.random();
    synchronized (jobs) {
      jobs.put(id, job);
      if (jobs.size() > MOST) {
        jobs.remove(jobs.keySet().iterator().next());
      }
    }
    return Reply.of(200, Answer.json(Json.object().put("job_id", id)));
  }

  private Job job(String id) {
    Job found;
    synchronized (jobs) {
      found = jobs.computeIfPresent(id, (key, job) -> job.lookedAt());
    }
    if (found == null) {
      throw GetiException.notFound("job");
    }
    return found;
  }

  private Reply look(GetiCall call) {
    String id = call.of("job");
    Job job = job(id);
    boolean isDone = job.looks() > 1;
    ObjectNode answer =
        Json.object()
            .put("id", id)
            .put("name", "Dataset export")
            .put("type", "export_dataset")
            .put("state", isDone ? "finished" : "running");
    ObjectNode metadata = answer.putObject("metadata").put("export_format", COCO);
    if (isDone) {
      metadata.put(
          "download_url", // without a slash before it, as servers have it
          "api/v1/organizations/%s/workspaces/%s/projects/%s/datasets/%s/exports/%s/download"
              .formatted(GetiId.ORGANIZATION, GetiId.WORKSPACE, job.project(), job.dataset(), id));
    }
    return Reply.of(200, Answer.json(answer));
  }

  private Reply download(GetiCall call) throws IOException {
    Job job = job(call.of("export"));
    if (!job.dataset().equals(GetiId.of(Kind.DATASET, lookup.dataset(call).id()))) {
      throw GetiException.notFound("job");
    }
    ObjectNode content = coco.of(lookup.project(call), lookup.dataset(call), job.withUnannotated());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("annotations/instances_default.json"));
      zip.write(Json.write(content));
      zip.closeEntry();
    }
    return Reply.of(200, new Answer.Bytes(bytes.toByteArray(), "application/zip"));
  }
}
