package dev.relabel.platform;

import java.util.List;

/** Tasks of projects that train models by themselves once labels were written. */
public interface Training {
  /** Whether they are not to do so while a run writes. */
  boolean isToPause();

  /** Those of a project's tasks that train by themselves now, by ID. */
  List<String> automatic(ProjectId project);

  /**
   * Lets tasks train by themselves, or keeps them from it.
   *
   * @param tasks by ID; one that is gone is passed over
   */
  void setAutomatic(ProjectId project, List<String> tasks, Automatic automatic);

  /** Whether a task trains by itself. */
  enum Automatic {
    ON,
    OFF
  }
}
