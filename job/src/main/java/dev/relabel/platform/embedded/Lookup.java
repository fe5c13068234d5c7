package dev.relabel.platform.embedded;

import dev.relabel.platform.local.LocalDataset;
import dev.relabel.platform.local.LocalImage;
import dev.relabel.platform.local.LocalProject;
import dev.relabel.platform.local.LocalProjects;
import java.util.List;

/** Finds what IDs stand for, or answers 404. */
record Lookup(LocalProjects projects) {
  LocalProject project(long id) {
    return projects.project(id).orElseThrow(() -> ApiException.notFound("project", id));
  }

  LocalDataset dataset(long id) {
    return projects.dataset(id).orElseThrow(() -> ApiException.notFound("dataset", id));
  }

  LocalImage image(long id) {
    return projects.image(id).orElseThrow(() -> ApiException.notFound("image", id));
  }

  /** An image that has to be in a dataset. */
  LocalImage image(LocalDataset dataset, long id) {
    return dataset
        .image(id)
        .orElseThrow(
            () ->
                ApiException.of(
                    404, "There is no image with ID %s in dataset %s".formatted(id, dataset.id())));
  }

  List<LocalImage> images(LocalDataset dataset, List<Long> ids) {
    return ids.stream().map(id -> image(dataset, id)).toList();
  }
}
