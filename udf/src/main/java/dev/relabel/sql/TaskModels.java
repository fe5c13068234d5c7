package dev.relabel.sql;

import dev.relabel.model.ModelException;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * The models that one function uses in one task. The texts of model and settings are parsed when
 * they are first seen; later rows only look them up. Given back when the task ends.
 *
 * <p>Safe for use by several threads; guarded by its own lock.
 */
final class TaskModels implements TaskCompletionListener {
  /** More than a query names; columns that hold another model in each row would open them all. */
  private static final int MOST = 16;

  private record Texts(String model, @Nullable String settings) {}

  private final long attempt;
  private final OpenModels models;
  private final HadoopSettings hadoop;
  private final Map<Texts, OpenModels.Share> shares = new HashMap<>();
  private boolean ended;

  /**
   * Those of a task, whose end somebody has to tell.
   *
   * @param attempt its number
   */
  TaskModels(long attempt, OpenModels models, HadoopSettings hadoop) {
    this.attempt = attempt;
    this.models = models;
    this.hadoop = hadoop;
  }

  /** Those of a task that has just begun to use models. */
  static TaskModels of(TaskContext task, OpenModels models, HadoopSettings hadoop) {
    TaskModels of = new TaskModels(task.taskAttemptId(), models, hadoop);
    task.addTaskCompletionListener(of);
    return of;
  }

  boolean areOf(TaskContext task) {
    return task.taskAttemptId() == attempt;
  }

  /**
   * The model of these texts, opened if it is not yet.
   *
   * @throws ModelException if it cannot be used, or the task has ended
   */
  synchronized OpenModel model(String model, @Nullable String settings) {
    // The threads that feed a task's Python workers may be a row ahead of its end.
    if (ended) {
      throw new ModelException("The task has ended.");
    }
    Texts texts = new Texts(model, settings);
    OpenModels.Share known = shares.get(texts);
    if (known == null) {
      if (shares.size() == MOST) {
        throw new ModelException(
            "More than %s models or settings in one task. Let a query name a few, or sort its rows by model."
                .formatted(MOST));
      }
      known = share(models, model, settings, hadoop);
      shares.put(texts, known);
    }
    return known.model();
  }

  static OpenModels.Share share(
      OpenModels models, String model, @Nullable String settings, HadoopSettings hadoop) {
    return models.share(
        new ModelAddress(model), PredictionSettings.parse(settings).ofTask(), hadoop);
  }

  @Override
  public void onTaskCompletion(TaskContext task) {
    end();
  }

  /** Gives the models back; no more are handed out. */
  synchronized void end() {
    ended = true;
    shares.values().forEach(OpenModels.Share::close);
    shares.clear();
  }
}
