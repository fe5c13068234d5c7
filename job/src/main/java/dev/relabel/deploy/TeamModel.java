package dev.relabel.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.model.onnx.FetchedModel;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import dev.relabel.platform.supervisely.Experiment;
import dev.relabel.platform.supervisely.TeamFiles;
import dev.relabel.platform.supervisely.TeamFiles.Depth;
import dev.relabel.platform.supervisely.TeamFiles.TeamFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A model among a team's files on Supervisely: an ONNX file, or a training run that has one.
 *
 * @param path the ONNX file, or what was named where there is no training run
 * @param experiment the training run, if it lies in one
 */
record TeamModel(long team, String path, Optional<Experiment> experiment) {
  /** How such models are named on the command line. */
  static final String SCHEME = "team-files:";

  private static final String CLASSES = "classes.json";

  /**
   * Finds what a path means.
   *
   * @param reference {@code team-files:/PATH} of an ONNX file, a checkpoint or a run's folder
   * @param asked the only team to look at; empty for all
   */
  static TeamModel find(TeamFiles files, String reference, OptionalLong asked) {
    String path = pathOf(reference);
    long team = files.teamOf(path, asked);
    String folder = Experiment.folderOf(path);
    if (folder.isEmpty()) {
      return new TeamModel(team, path, Optional.empty()); // nobody trains into the topmost folder
    }
    List<String> inFolder =
        files.files(team, folder, Depth.EVERYTHING_BELOW).stream().map(TeamFile::path).toList();
    String info = folder + "/" + Experiment.FILE;
    Optional<Experiment> experiment =
        inFolder.contains(info)
            ? Optional.of(
                new Experiment(
                    folder, Json.asObject(read(files, team, info), Experiment.FILE), inFolder))
            : Optional.empty();
    return new TeamModel(team, path, experiment);
  }

  private static String pathOf(String reference) {
    String path = reference.substring(SCHEME.length()).replaceAll("/+$", "");
    if (!path.startsWith("/") || List.of(path.split("/", -1)).contains("..")) {
      throw new DeployException(
          "--model team-files:/PATH has the path that the platform shows, from / on, not '%s'"
              .formatted(reference));
    }
    return path;
  }

  /**
   * The path of the ONNX file.
   *
   * @throws DeployException if there is none, saying how to get one
   */
  String onnx() {
    if (path.toLowerCase(Locale.ROOT).endsWith(".onnx")) {
      return path;
    }
    Optional<String> export = experiment.flatMap(Experiment::onnx);
    boolean isRun = experiment.isPresent() && path.equals(experiment.get().folder());
    if (export.isPresent() && (isRun || stem(export.get()).equals(stem(path)))) {
      return export.get();
    }
    if (export.isPresent()) {
      throw new DeployException(
          "The training run of %s was exported to ONNX from another checkpoint: %s. Name that file, export this checkpoint, or serve it on the platform with --deploy-on-platform."
              .formatted(path, export.get()));
    }
    if (experiment.isEmpty()) {
      throw new DeployException(
          "%s is no ONNX file, and there is no %s in %s that says how it was trained. Name an ONNX file, or a file or folder of a training run."
              .formatted(path, Experiment.FILE, Experiment.folderOf(path)));
    }
    throw new DeployException(
        "The training run %s (%s) has only checkpoints: %s. Relabel runs ONNX files: train with the export to ONNX Runtime turned on, export the checkpoint with the framework's own tool (Ultralytics: yolo export model=best.pt format=onnx), or serve it on the platform with --deploy-on-platform."
            .formatted(
                experiment.get().folder(),
                experiment.get().framework(),
                String.join(", ", experiment.get().checkpoints())));
  }

  private static String stem(String file) {
    return file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.[^.]*$", "");
  }

  /**
   * Copies the ONNX file to this machine's disk.
   *
   * @param server the platform's address
   * @param home the user's home
   */
  Path fetch(TeamFiles files, String server, Path home) throws IOException {
    String onnx = onnx();
    String folder = onnx.substring(0, onnx.lastIndexOf('/'));
    return FetchedModel.fetch(
        new TeamFolder(files, server, team, folder, files.files(team, folder, Depth.THIS_FOLDER)),
        onnx.substring(onnx.lastIndexOf('/') + 1),
        home);
  }

  /** The classes it was trained on, in the order of the export; empty if nothing tells. */
  List<String> exportedClasses(TeamFiles files) {
    String onnx = onnx();
    String listed = onnx.substring(0, onnx.lastIndexOf('/') + 1) + CLASSES;
    return experiment.filter(run -> run.files().contains(listed)).isPresent()
        ? Experiment.classes(read(files, team, listed))
        : List.of();
  }

  /**
   * The classes that the run's meta has, in its order, which need not be that of the export; empty
   * if nothing tells.
   */
  List<String> metaClasses(TeamFiles files) {
    Optional<String> meta =
        experiment
            .map(run -> run.folder() + "/model_meta.json")
            .filter(path -> experiment.get().files().contains(path));
    return meta.map(path -> Experiment.classesOfMeta(read(files, team, path))).orElse(List.of());
  }

  private static JsonNode read(TeamFiles files, long team, String path) {
    try {
      Path copy = Files.createTempFile("relabel", ".json");
      try {
        files.download(team, path, copy);
        return Json.read(Files.readAllBytes(copy));
      } finally {
        Files.deleteIfExists(copy);
      }
    } catch (IOException | UnreadableJsonException e) {
      throw new DeployException("%s cannot be read: %s".formatted(path, e.getMessage()));
    }
  }
}
