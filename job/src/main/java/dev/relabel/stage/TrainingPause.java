package dev.relabel.stage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.Platform;
import dev.relabel.platform.PlatformException;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.Training;
import dev.relabel.platform.Training.Automatic;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.RunException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a project's tasks from training on what a run has written so far. Which tasks those are is
 * in the run directory before they are told, as {@code training.json}, so that whoever works on the
 * run next tells them again to train if this process does not get so far. Confined to one thread,
 * but for the end of the process.
 */
final class TrainingPause implements AutoCloseable {
  private static final String FILE = "training.json";

  private final RunDirectory run;
  private final Platform platform;
  private final Progress progress;
  private boolean hasBegun;
  private @Nullable Thread atExit;

  TrainingPause(RunDirectory run, Platform platform, Progress progress) {
    this.run = run;
    this.platform = platform;
    this.progress = progress;
  }

  /** Called before labels are written to a project. */
  void begin(ProjectId project) {
    Optional<Training> training = platform.training();
    if (hasBegun || training.isEmpty()) {
      return;
    }
    hasBegun = true;
    List<String> automatic = training.get().automatic(project);
    if (!training.get().isToPause()) {
      if (!automatic.isEmpty()) {
        progress.note(
            "Project %s trains by itself: what is written may start a training, on labels that nobody has looked at. --pause-auto-training keeps it from that while the run writes."
                .formatted(project));
      }
      return;
    }
    TreeSet<String> paused = new TreeSet<>(read());
    paused.addAll(automatic);
    if (paused.isEmpty()) {
      return;
    }
    write(project, List.copyOf(paused));
    atExit = new Thread(this::restore, "relabel-training");
    Runtime.getRuntime().addShutdownHook(atExit);
    training.get().setAutomatic(project, List.copyOf(paused), Automatic.OFF);
    progress.note("automatic training of project %s is paused".formatted(project));
  }

  /** Puts back what was paused, by this process or one before it. */
  @Override
  public void close() {
    Thread hook = atExit;
    if (hook != null) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        return; // the process ends, and the hook does it
      }
    }
    restore();
  }

  private void restore() {
    Optional<Training> training = platform.training();
    List<String> paused = training.isEmpty() ? List.of() : read();
    if (training.isEmpty() || paused.isEmpty()) {
      return;
    }
    ProjectId project = project();
    try {
      write(project, paused); // asks whether this process still has the run
      training.get().setAutomatic(project, paused, Automatic.ON);
      write(project, List.of());
      progress.note("automatic training of project %s is on again".formatted(project));
    } catch (PlatformException | RunException e) {
      progress.note(
          "Automatic training of project %s is still paused (%s). The same command puts it back, or somebody on the server."
              .formatted(project, e.getMessage()));
    }
  }

  private ProjectId project() {
    return new ProjectId(run.read(FILE).orElseThrow().path("project").asText());
  }

  private List<String> read() {
    List<String> tasks = new ArrayList<>();
    run.read(FILE).ifPresent(node -> node.path("paused").forEach(id -> tasks.add(id.asText())));
    return tasks;
  }

  private void write(ProjectId project, List<String> paused) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("project", project.value());
    ArrayNode tasks = node.putArray("paused");
    paused.forEach(tasks::add);
    run.write(FILE, node);
  }
}
