package dev.relabel.stage;

import dev.relabel.platform.Platform;
import dev.relabel.predict.ImageFetcher.Fetched;
import dev.relabel.run.WorkItem;
import dev.relabel.source.WorkItemFetcher;
import dev.relabel.sql.HadoopSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;

/** Gets the image of each row of predictions, in few calls and with few images in memory. */
final class FetchedRows {
  private FetchedRows() {}

  /** What is done with a row. */
  interface Use {
    void accept(FetchedRow row) throws IOException;
  }

  /** A row and its image. */
  record FetchedRow(Row row, WorkItem item, Fetched image) {}

  /** Does something with each row, one after the other. */
  static void forEach(Iterator<Row> rows, ImageReach images, HadoopSettings hadoop, Use use)
      throws IOException {
    Platform platform = images.open();
    try (WorkItemFetcher fetcher =
        new WorkItemFetcher(platform, hadoop.configuration(), images.maxPixels())) {
      Iterator<FetchedRow> fetched =
          new DatasetBatches<>(
              rows,
              row -> PredictionRows.item(row).datasetId(),
              platform == null ? 1 : platform.batchLimit(),
              1, // whole images are held
              batch -> fetched(fetcher, batch));
      while (fetched.hasNext()) {
        use.accept(fetched.next());
      }
    }
  }

  private static List<FetchedRow> fetched(WorkItemFetcher fetcher, List<Row> rows) {
    List<WorkItem> items = rows.stream().map(PredictionRows::item).toList();
    List<Fetched> images = fetcher.fetch(items);
    List<FetchedRow> fetched = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      fetched.add(new FetchedRow(rows.get(i), items.get(i), images.get(i)));
    }
    return fetched;
  }
}
