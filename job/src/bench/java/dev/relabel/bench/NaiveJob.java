package dev.relabel.bench;

import dev.relabel.image.ImageDecoder;
import dev.relabel.model.Model;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.onnx.Device;
import dev.relabel.model.onnx.DeviceSessions;
import dev.relabel.model.onnx.Models;
import java.nio.file.Path;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * What one writes first: files as rows of bytes, and a function that predicts row by row with a
 * session that the tasks of a process share.
 */
final class NaiveJob implements MapFunction<Row, Integer> {
  private static final long serialVersionUID = 1L;
  private static @Nullable Model shared;

  private final String model;

  private NaiveJob(String model) {
    this.model = model;
  }

  static void run(SparkSession spark, Path photos, Path model, Path output) {
    spark
        .read()
        .format("binaryFile")
        .load(photos.toString())
        .map(new NaiveJob(model.toString()), Encoders.INT())
        .write()
        .parquet(output.toString());
  }

  @Override
  public Integer call(Row row) {
    return Baseline.labels(
        new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS), model(model), row.getAs("content"));
  }

  private static synchronized Model model(String file) {
    Model opened = shared;
    if (opened == null) {
      opened = Models.open(Path.of(file), Device.CPU, ModelSettings.NONE, new DeviceSessions());
      shared = opened;
    }
    return opened;
  }
}
