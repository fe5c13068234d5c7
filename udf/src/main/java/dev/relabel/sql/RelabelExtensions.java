package dev.relabel.sql;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import scala.Function1;
import scala.runtime.BoxedUnit;

/**
 * Registers the functions with each session by itself: {@code --conf
 * spark.sql.extensions=dev.relabel.sql.RelabelExtensions}, for programs in which there is only SQL,
 * such as {@code spark-sql} and the Thrift server.
 *
 * <p>Spark's own way for functions, {@code injectFunction}, takes parts of its planner, which
 * differ between versions. So this injects a check of plans that checks nothing: sessions make
 * their checks before they look at the first query, and that moment is used.
 */
public final class RelabelExtensions implements Function1<SparkSessionExtensions, BoxedUnit> {
  /** For Spark, which makes one by the name of the class. */
  public RelabelExtensions() {}

  @Override
  @SuppressWarnings({
    "unchecked",
    "rawtypes"
  }) // its type names parts of Spark that versions differ in
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    Function1<Object, Object> checkOfSession =
        session -> {
          RelabelFunctions.register((SparkSession) session);
          Function1<Object, Object> noCheck = plan -> BoxedUnit.UNIT;
          return noCheck;
        };
    extensions.injectCheckRule((Function1) checkOfSession);
    return BoxedUnit.UNIT;
  }
}
