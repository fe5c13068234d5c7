package dev.relabel.publish;

import dev.relabel.platform.DatasetId;
import dev.relabel.platform.PlatformAnnotation;

/**
 * One image's change, decided and durable before anything is written.
 *
 * @param itemId the work item it comes from
 * @param name the item's name, with the folders or datasets above it; empty if it does not matter
 * @param contentSha256 hex SHA-256 of what was predicted; empty if it does not matter
 * @param dataset the dataset that holds the image which is written to
 * @param before what was on that image
 * @param change what the run adds and removes
 */
public record PlannedChange(
    String itemId,
    String name,
    String contentSha256,
    DatasetId dataset,
    PlatformAnnotation before,
    Change change) {
  /** A change of an image that is where its dataset and ID say. */
  public PlannedChange(String itemId, DatasetId dataset, PlatformAnnotation before, Change change) {
    this(itemId, "", "", dataset, before, change);
  }
}
