package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.annotation.LabelClass;
import dev.relabel.platform.OutcomeUnknownException;
import dev.relabel.platform.PlatformException;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.Schema;
import dev.relabel.platform.format.MetaJson;
import dev.relabel.platform.format.TagMeta;
import dev.relabel.platform.http.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The classes of projects: reads and extends them, and remembers their IDs, which labels need. Safe
 * for use by several threads.
 */
final class ProjectClasses {
  // Each round loses only against somebody who writes within the same moment.
  private static final int MOST_ROUNDS = 5;

  private final Caller caller;
  // One entry per project that this process writes to: one or two.
  private final Map<ProjectId, MetaJson> known = new ConcurrentHashMap<>();

  ProjectClasses(Caller caller) {
    this.caller = caller;
  }

  Schema schema(ProjectId project) {
    return fetch(project).schema();
  }

  /**
   * The platform's ID of a class.
   *
   * @throws PlatformRejectedException if the project has no such class
   */
  long id(ProjectId project, String className) {
    MetaJson meta = known.get(project);
    OptionalLong id = meta == null ? OptionalLong.empty() : meta.classId(className);
    if (id.isEmpty()) {
      id = fetch(project).classId(className);
    }
    return id.orElseThrow(
        () ->
            new PlatformRejectedException(
                "Project %s has no class %s (any more), so no label of it can be added. Run the command again: the model's classes are added anew."
                    .formatted(project, className),
                null));
  }

  /**
   * The kind of tag that stands for a class of whole images.
   *
   * @throws PlatformRejectedException if the project has no such kind of tag
   */
  TagMeta tag(ProjectId project, String name) {
    MetaJson meta = known.get(project);
    Optional<TagMeta> tag = meta == null ? Optional.empty() : meta.tag(name);
    if (tag.filter(each -> each.id().isPresent()).isEmpty()) {
      tag = fetch(project).tag(name);
    }
    return tag.filter(each -> each.id().isPresent())
        .orElseThrow(
            () ->
                new PlatformRejectedException(
                    "Project %s has no tag %s (any more), so no image can be given it. Run the command again: the model's classes are added anew."
                        .formatted(project, name),
                    null));
  }

  /** Forgets the IDs of a project's classes: somebody may have removed and added one. */
  void forget(ProjectId project) {
    known.remove(project);
  }

  /** As {@link dev.relabel.platform.Platform#planSchema}. */
  List<LabelClass> plan(Optional<ProjectId> project, List<LabelClass> wanted, String suffix) {
    return SchemaMerge.of(project.map(this::fetch).orElse(MetaJson.empty()), wanted, suffix)
        .classes();
  }

  /** As {@link dev.relabel.platform.Platform#mergeSchema}. */
  List<LabelClass> merge(ProjectId project, List<LabelClass> wanted, String suffix) {
    @Nullable OutcomeUnknownException lost = null;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      // Read anew right before writing and right after it: a write sends the complete set, so one
      // that somebody else sent in between has to be found and completed.
      SchemaMerge merge = SchemaMerge.of(fetch(project), wanted, suffix);
      if (!merge.isChange()) {
        return merge.classes();
      }
      try {
        write(project, merge.meta());
      } catch (OutcomeUnknownException e) {
        lost = e;
      }
    }
    throw new PlatformException(
        "Project %s does not keep the model's classes: they were added %s times and were not there afterwards. Is another program writing the project's classes?"
            .formatted(project, MOST_ROUNDS),
        lost);
  }

  private void write(ProjectId project, MetaJson meta) {
    caller.call(new UpdateMeta(project, meta));
    JsonNode multiView = meta.json().path("projectSettings").path("multiView");
    if (multiView.isObject()) {
      caller.call(new UpdateSettings(project, multiView));
    }
  }

  private MetaJson fetch(ProjectId project) {
    MetaJson meta = caller.call(new FetchMeta(project));
    known.put(project, meta);
    return meta;
  }
}
