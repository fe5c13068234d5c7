package dev.relabel.stage;

import dev.relabel.export.ExportMark;
import dev.relabel.export.ExportMark.State;
import dev.relabel.export.ExportedRun;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.Step;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The predictions of many runs as one table of Parquet files, which any program reads:
 *
 * <pre>
 * TABLE/run_id=run-5f8b1c0e/wave-00000.parquet   the rows of a wave, all of them or none
 * TABLE/run_id=run-5f8b1c0e/_relabel.json        the run, the model and this program's version
 * </pre>
 *
 * <p>Exactly once: a wave is one file with one name. It is written elsewhere and renamed, which
 * every file system does to a single file as a whole, so whoever repeats it changes nothing. Of two
 * that export the same run at the same time one may fail; the table is right even so. Confined to
 * one thread.
 */
final class LakeTable {
  private static final String STAGING = "_relabel-export";

  private final SparkSession spark;
  private final FileSystem files;
  private final Path table;

  private LakeTable(SparkSession spark, FileSystem files, Path table) {
    this.spark = spark;
    this.files = files;
    this.table = table;
  }

  /**
   * A table, which need not exist yet.
   *
   * @param address a path or URI of a folder
   */
  static LakeTable at(String address, SparkSession spark) throws IOException {
    Path path = new Path(address);
    FileSystem files = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
    if (files instanceof LocalFileSystem local) {
      local.setWriteChecksum(false);
    }
    return new LakeTable(spark, files, files.makeQualified(path));
  }

  /** Adds those waves of a run that the table lacks. */
  void add(RunDirectory run, ExportedRun facts, long waves) throws IOException {
    Path folder = new Path(table, "run_id=" + facts.runId());
    Path staging = new Path(table, STAGING + "/" + facts.runId());
    files.delete(staging, true); // left over from a crash
    files.mkdirs(folder);
    for (int wave = 0; wave < waves; wave++) {
      Path file = new Path(folder, String.format(Locale.ROOT, "wave-%05d.parquet", wave));
      if (!files.exists(file)) {
        add(run.tablePath(Step.PREDICTIONS, wave), new Path(staging, "" + UUID.randomUUID()), file);
      }
    }
    try (OutputStream out = files.create(new Path(folder, ExportMark.FILE), true)) {
      out.write(ExportMark.write(facts, "parquet", State.COMPLETE));
    }
    files.delete(staging, true);
  }

  private void add(String predictions, Path aside, Path file) throws IOException {
    spark
        .read()
        .schema(PredictionRows.SCHEMA)
        .parquet(predictions)
        .drop("run_id") // the folder's name says it
        .coalesce(1)
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(aside.toString());
    Path written = onlyFile(aside);
    if (files instanceof LocalFileSystem local) {
      // A name must not outlast a power cut that its content has not.
      try (FileChannel channel =
          FileChannel.open(local.pathToFile(written).toPath(), StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
    if (!files.rename(written, file) && !files.exists(file)) {
      throw new IOException("%s could not be put in place".formatted(file));
    }
    files.delete(aside, true);
  }

  private Path onlyFile(Path folder) throws IOException {
    for (FileStatus each : files.listStatus(folder)) {
      if (each.getPath().getName().endsWith(".parquet")) {
        return each.getPath();
      }
    }
    throw new FileNotFoundException(folder + " holds no Parquet file");
  }
}
