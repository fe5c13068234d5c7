package dev.relabel.cli;

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
import java.util.stream.Collectors;

/**
 * A model that the platform's own serving app runs for this job, until the job ends.
 *
 * @param connection the app
 * @param started the app that was started for this job; empty for one that ran already
 */
record PlatformDeployment(ModelServerConnection connection, Optional<Deployment> started)
    implements AutoCloseable {

  /**
   * Which app to use.
   *
   * @param model {@code team-files:/PATH} of a checkpoint or training run, or {@code
   *     FRAMEWORK/NAME} of a pretrained model
   * @param reuse whether one that runs already may be used
   * @param agent the computer it shall run on; empty for any with a GPU
   */
  record Wanted(String model, boolean reuse, OptionalLong agent) {}

  /** Finds or starts the app. */
  static PlatformDeployment of(
      Wanted wanted, PlatformOptions platform, Shell shell, Consumer<String> notes) {
    SuperviselyConnection connection = platform.supervisely(shell);
    Found found = find(wanted.model(), connection, platform.team(shell));
    try (ServingApps apps = ServingApps.on(connection)) {
      if (wanted.reuse()) {
        List<Running> running =
            apps.running(platform.workspace(shell), found.team()).stream()
                .filter(app -> app.serves(found.model()))
                .toList();
        if (!running.isEmpty()) {
          notes.accept("uses %s, which runs already".formatted(running.get(0)));
          return new PlatformDeployment(
              new ServingTask(connection, running.get(0).task()), Optional.empty());
        }
      }
      Workspace workspace = workspace(apps, platform.workspace(shell), found.team());
      Deployment started =
          Deployment.start(
              connection,
              found.model(),
              new Deployment.Place(workspace.id(), workspace.team(), wanted.agent()),
              notes);
      return new PlatformDeployment(started.app(), Optional.of(started));
    }
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
                        new UsageException(
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
      throw new UsageException(
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
    throw new UsageException(
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
