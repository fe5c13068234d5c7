package dev.relabel.platform.embedded.geti;

import dev.relabel.platform.embedded.geti.GetiId.Kind;
import dev.relabel.platform.geti.format.TaskType;
import dev.relabel.platform.local.LocalDataset;
import dev.relabel.platform.local.LocalImage;
import dev.relabel.platform.local.LocalProject;
import dev.relabel.platform.local.LocalProjects;
import dev.relabel.platform.local.LocalVideo;
import java.io.IOException;
import java.util.Optional;

/**
 * Finds what the IDs in a path stand for, or answers 404.
 *
 * @param taskType what projects are about that do not say it themselves
 */
record GetiLookup(LocalProjects projects, Optional<TaskType> taskType) {
  GetiProject project(GetiCall call) throws IOException {
    return view(localProject(call));
  }

  LocalProject localProject(GetiCall call) {
    return projects
        .project(GetiId.local(Kind.PROJECT, call.of("project")))
        .orElseThrow(() -> GetiException.notFound("project"));
  }

  GetiProject view(LocalProject local) throws IOException {
    return GetiProject.of(local, taskType);
  }

  LocalDataset dataset(GetiCall call) {
    return dataset(call, call.of("dataset"));
  }

  LocalDataset dataset(GetiCall call, String id) {
    LocalProject project = localProject(call);
    return projects
        .dataset(GetiId.local(Kind.DATASET, id))
        .filter(each -> each.project().equals(project))
        .orElseThrow(() -> GetiException.notFound("dataset"));
  }

  LocalImage image(GetiCall call) {
    return image(dataset(call), call.of("image"));
  }

  static LocalImage image(LocalDataset dataset, String id) {
    return dataset
        .image(GetiId.local(Kind.IMAGE, id))
        .orElseThrow(() -> GetiException.notFound("image"));
  }

  LocalVideo video(GetiCall call) {
    return video(dataset(call), call.of("video"));
  }

  static LocalVideo video(LocalDataset dataset, String id) {
    return dataset
        .video(GetiId.local(Kind.VIDEO, id))
        .orElseThrow(() -> GetiException.notFound("video"));
  }
}
