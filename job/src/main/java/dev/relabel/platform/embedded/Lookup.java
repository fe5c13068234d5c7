package dev.relabel.platform.embedded;

import dev.relabel.platform.local.LocalDataset;
import dev.relabel.platform.local.LocalEntity;
import dev.relabel.platform.local.LocalImage;
import dev.relabel.platform.local.LocalProject;
import dev.relabel.platform.local.LocalProjects;
import dev.relabel.platform.local.LocalVideo;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Finds what IDs stand for, or answers 404. */
record Lookup(LocalProjects projects) {
  LocalProject project(long id) {
    return projects.project(id).orElseThrow(() -> ApiException.notFound("project", id));
  }

  LocalDataset dataset(long id) {
    return projects.dataset(id).orElseThrow(() -> ApiException.notFound("dataset", id));
  }

  /**
   * What is in the dataset of a list call, or in all of its project: clients name one of them, or
   * both.
   *
   * @return in the order of their IDs
   */
  <E extends LocalEntity> List<E> within(ApiCall call, Function<LocalDataset, List<E>> in) {
    if (call.has("datasetId")) {
      return in.apply(dataset(call.id("datasetId")));
    }
    return project(call.id("projectId")).datasets().stream()
        .flatMap(each -> in.apply(each).stream())
        .sorted(Comparator.comparingLong(LocalEntity::id))
        .toList();
  }

  LocalVideo video(long id) {
    return projects.video(id).orElseThrow(() -> ApiException.notFound("video", id));
  }

  /** A video that has to be in a dataset. */
  LocalVideo video(LocalDataset dataset, long id) {
    return dataset.video(id).orElseThrow(() -> notIn(dataset, "video", id));
  }

  /** An image or video. */
  LocalEntity entity(long id) {
    Optional<LocalVideo> video = projects.video(id);
    return video.isPresent() ? video.get() : image(id);
  }

  /** An image or video that has to be in a dataset. */
  LocalEntity entity(LocalDataset dataset, long id) {
    Optional<LocalVideo> video = dataset.video(id);
    return video.isPresent() ? video.get() : image(dataset, id);
  }

  LocalImage image(long id) {
    return projects.image(id).orElseThrow(() -> ApiException.notFound("image", id));
  }

  /** An image that has to be in a dataset. */
  LocalImage image(LocalDataset dataset, long id) {
    return dataset.image(id).orElseThrow(() -> notIn(dataset, "image", id));
  }

  private static ApiException notIn(LocalDataset dataset, String what, long id) {
    return ApiException.of(
        404, "There is no %s with ID %s in dataset %s".formatted(what, id, dataset.id()));
  }

  List<LocalImage> images(LocalDataset dataset, List<Long> ids) {
    return ids.stream().map(id -> image(dataset, id)).toList();
  }
}
