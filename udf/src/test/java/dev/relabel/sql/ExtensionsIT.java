package dev.relabel.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class ExtensionsIT {
  private static final String IOU =
      "SELECT relabel_iou(b, b) FROM (SELECT named_struct('x1', 0, 'y1', 0, 'x2', 1, 'y2', 1) AS b)";

  @Test
  void everySessionHasTheFunctionsFromItsFirstQueryOn() {
    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.extensions", "dev.relabel.sql.RelabelExtensions")
            .getOrCreate();
    try {
      assertThat(spark.sql(IOU).first().getDouble(0)).isEqualTo(1);
      assertThat(spark.newSession().sql(IOU).first().getDouble(0)).isEqualTo(1);
      assertThat(spark.sql("SHOW USER FUNCTIONS LIKE 'relabel_*'").count()).isEqualTo(10);
    } finally {
      spark.stop();
    }
  }
}
