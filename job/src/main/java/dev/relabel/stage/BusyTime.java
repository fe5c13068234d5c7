package dev.relabel.stage;

import dev.relabel.predict.Stage;
import dev.relabel.predict.StageClock;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * Busy time by stage, summed over all threads of all executors.
 *
 * <p>Kept in Spark accumulators: work of a task that is tried again counts twice, as it was done
 * twice. For people, not for decisions.
 */
final class BusyTime implements StageClock, Serializable {
  private static final long serialVersionUID = 1L;

  private final EnumMap<Stage, LongAccumulator> nanos = new EnumMap<>(Stage.class);

  BusyTime(JavaSparkContext spark) {
    for (Stage stage : Stage.values()) {
      nanos.put(stage, spark.sc().longAccumulator("busy nanoseconds: " + stage.summaryName()));
    }
  }

  @Override
  public void add(Stage stage, long busy) {
    LongAccumulator sum = nanos.get(stage);
    if (sum != null) {
      synchronized (sum) { // tasks add from several threads; Spark's accumulator is not made for it
        sum.add(busy);
      }
    }
  }

  /** Does some work that belongs to a stage. */
  <T> T of(Stage stage, Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      add(stage, System.nanoTime() - start);
    }
  }

  /** Seconds by stage, in the order of the stages. */
  Map<Stage, Double> seconds() {
    Map<Stage, Double> seconds = new LinkedHashMap<>();
    nanos.forEach((stage, sum) -> seconds.put(stage, sum.value() / 1e9));
    return seconds;
  }
}
