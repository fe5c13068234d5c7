package dev.relabel.platform.local;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What can be found by its ID alone, across all projects of a directory.
 *
 * @param ids the IDs given so far
 * @param images all images
 * @param videos all videos
 * @param datasets all datasets by ID
 */
record Index(
    IdLog ids,
    EntityTable<LocalImage> images,
    EntityTable<LocalVideo> videos,
    Map<Long, LocalDataset> datasets) {
  Index(IdLog ids) {
    this(ids, new EntityTable<>(), new EntityTable<>(), new ConcurrentHashMap<>());
  }
}
