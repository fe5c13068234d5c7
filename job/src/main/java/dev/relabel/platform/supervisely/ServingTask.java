package dev.relabel.platform.supervisely;

import dev.relabel.platform.ModelServer;
import dev.relabel.platform.ModelServerConnection;

/**
 * A serving app that runs as a task of the platform.
 *
 * @param platform the platform
 * @param task the task's ID
 */
public record ServingTask(SuperviselyConnection platform, long task)
    implements ModelServerConnection {
  @Override
  public String address() {
    return "task %s at %s".formatted(task, platform.server());
  }

  @Override
  public ModelServer open() {
    return ServingApp.open(this);
  }
}
