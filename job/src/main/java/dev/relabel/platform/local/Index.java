package dev.relabel.platform.local;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What can be found by its ID alone, across all projects of a directory.
 *
 * @param ids the IDs given so far
 * @param images all images
 * @param datasets all datasets by ID
 */
record Index(IdLog ids, ImageTable images, Map<Long, LocalDataset> datasets) {
  Index(IdLog ids) {
    this(ids, new ImageTable(), new ConcurrentHashMap<>());
  }
}
