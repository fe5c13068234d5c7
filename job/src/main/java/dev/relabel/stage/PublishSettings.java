package dev.relabel.stage;

import dev.relabel.platform.DatasetId;
import dev.relabel.publish.MergeSettings;
import dev.relabel.publish.UploadMode;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/**
 * How a run publishes; shipped to executors.
 *
 * @param mode what happens to existing labels
 * @param merge how labels are compared
 * @param classes which project class each predicted class becomes
 * @param copies for the mode {@code create}: the new dataset of each source dataset
 */
record PublishSettings(
    UploadMode mode, MergeSettings merge, ClassMapping classes, HashMap<Long, Long> copies)
    implements Serializable {

  DatasetId copyOf(DatasetId source) {
    Long copy = copies.get(source.value());
    if (copy == null) {
      throw new IllegalStateException("No copy was made of dataset " + source);
    }
    return new DatasetId(copy);
  }

  PublishSettings with(ClassMapping other) {
    return new PublishSettings(mode, merge, other, copies);
  }

  static HashMap<Long, Long> copies(Map<DatasetId, DatasetId> datasets) {
    HashMap<Long, Long> copies = new HashMap<>();
    datasets.forEach((source, copy) -> copies.put(source.value(), copy.value()));
    return copies;
  }
}
