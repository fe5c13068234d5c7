package dev.relabel.deploy;

import dev.relabel.platform.ModelServerConnection;
import dev.relabel.platform.supervisely.Deployment;
import dev.relabel.platform.supervisely.Experiment;
import dev.relabel.platform.supervisely.ServedByPlatform;
import dev.relabel.platform.supervisely.ServingApps;
import dev.relabel.platform.supervisely.ServingApps.Running;
import dev.relabel.platform.supervisely.ServingApps.Workspace;
import dev.relabel.platform.supervisely.ServingTask;
import dev.relabel.platform.supervisely.SuperviselyConnection;
import dev.relabel.platform.supervisely.TeamFiles;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A model that the platform's own serving app runs for this job, until the job ends. Confined to
 * one thread.
 */
public final class PlatformDeployment implements AutoCloseable {
  private final Supplier<ModelServerConnection> app;

  /** The app that was started for this job; empty for one that ran already. */
  private Optional<Deployment> started = Optional.empty();

  private PlatformDeployment(ServingTask running) {
    this.app = () -> running;
  }

  private PlatformDeployment(
      SuperviselyConnection platform,
      ServedByPlatform model,
      Deployment.Place place,
      Consumer<String> notes) {
    this.app =
        () -> {
          Deployment deployment = Deployment.start(platform, model, place, notes);
          started = Optional.of(deployment);
          return deployment.app();
        };
  }

  /**
   * Which app to use.
   *
   * @param model {@code team-files:/PATH} of a checkpoint or training run, or {@code
   *     FRAMEWORK/NAME} of a pretrained model
   * @param reuse whether one that runs already may be used, wherever it runs
   * @param agent the computer to start one on; empty for any with a GPU
   */
  public record Wanted(String model, boolean reuse, OptionalLong agent) {}

  /** Finds the app, or the place where it will be started. Nothing is started yet. */
  public static PlatformDeployment of(
      Wanted wanted, Environment environment, Consumer<String> notes) {
    SuperviselyConnection platform = environment.supervisely();
    Found found = find(wanted.model(), platform, environment.team());
    OptionalLong asked = environment.workspace();
    try (ServingApps apps = ServingApps.on(platform)) {
      if (wanted.reuse()) {
        Optional<Running> running =
            apps.running(asked, found.team()).stream()
                .filter(each -> each.serves(found.model()))
                .findFirst();
        if (running.isPresent()) {
          notes.accept("uses %s, which runs already".formatted(running.get()));
          return new PlatformDeployment(new ServingTask(platform, running.get().task()));
        }
      }
      Workspace workspace = workspace(apps, asked, found.team());
      Deployment.Place place =
          new Deployment.Place(workspace.id(), workspace.team(), wanted.agent());
      return new PlatformDeployment(platform, found.model(), place, notes);
    }
  }

  /**
   * Starts the app, unless it runs already, and waits until it serves the model. To be called once.
   */
  public ModelServerConnection connection() {
    return app.get();
  }

  /** What was named, and the team that has it. */
  private record Found(ServedByPlatform model, OptionalLong team) {}

  private static Found find(String name, SuperviselyConnection platform, OptionalLong team) {
    if (name.startsWith(TeamModel.SCHEME)) {
      try (TeamFiles files = TeamFiles.on(platform)) {
        TeamModel model = TeamModel.find(files, name, team);
        Experiment experiment =
            model
                .experiment()
                .orElseThrow(
                    () ->
                        new DeployException(
                            "%s lies in no training run: %s has no %s. --deploy-on-platform serves checkpoints of training runs and pretrained models."
                                .formatted(
                                    model.path(),
                                    Experiment.folderOf(model.path()),
                                    Experiment.FILE)));
        return new Found(
            ServedByPlatform.checkpoint(experiment, experiment.checkpoint(model.path())),
            OptionalLong.of(model.team()));
      }
    }
    int slash = name.indexOf('/');
    if (slash < 1 || slash == name.length() - 1 || name.contains(":")) {
      throw new DeployException(
          "--deploy-on-platform serves --model team-files:/PATH of a checkpoint or training run, or FRAMEWORK/NAME of a pretrained model such as RT-DETRv2/RT-DETRv2-M, not '%s'"
              .formatted(name));
    }
    return new Found(
        ServedByPlatform.pretrained(name.substring(0, slash), name.substring(slash + 1)), team);
  }

  private static Workspace workspace(ServingApps apps, OptionalLong asked, OptionalLong team) {
    List<Workspace> all = apps.workspaces();
    List<Workspace> possible =
        all.stream()
            .filter(each -> asked.isEmpty() || each.id() == asked.getAsLong())
            .filter(each -> team.isEmpty() || each.team() == team.getAsLong())
            .toList();
    if (possible.size() == 1) {
      return possible.get(0);
    }
    throw new DeployException(
        "Say in which workspace the app shall run, with the environment variable WORKSPACE_ID: one of %s"
            .formatted(
                (possible.isEmpty() ? all : possible)
                    .stream()
                        .map(each -> "%s (%s)".formatted(each.id(), each.name()))
                        .collect(Collectors.joining(", "))));
  }

  /** Stops the app, if it was started for this job. */
  @Override
  public void close() {
    started.ifPresent(Deployment::close);
  }
}
