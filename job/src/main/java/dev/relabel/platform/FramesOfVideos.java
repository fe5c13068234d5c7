package dev.relabel.platform;

import dev.relabel.annotation.LabelClass;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The frames of a platform's videos as images; see {@link Platform#frames}. What is about projects
 * and classes is the platform's as it is.
 */
public abstract class FramesOfVideos implements Platform {
  private final Platform server;

  /**
   * Frames.
   *
   * @param server the platform, whose connections are shared and left open
   */
  protected FramesOfVideos(Platform server) {
    this.server = server;
  }

  @Override
  public String address() {
    return server.address();
  }

  @Override
  public ProjectInfo project(ProjectId id) {
    return server.project(id);
  }

  @Override
  public DatasetInfo dataset(DatasetId id) {
    return server.dataset(id);
  }

  @Override
  public List<DatasetInfo> datasets(ProjectId id) {
    return server.datasets(id);
  }

  @Override
  public VideoInfo video(VideoId id) {
    return server.video(id);
  }

  @Override
  public boolean hasTrackedObjects() {
    return server.hasTrackedObjects();
  }

  @Override
  public TrackedObjects trackedObjects() {
    return server.trackedObjects();
  }

  @Override
  public final Iterator<ImageInfo> images(DatasetId video) {
    throw unsupported("listed as images");
  }

  @Override
  public final List<ImageInfo> images(List<ImageId> ids) {
    throw unsupported("found by their numbers alone");
  }

  /** Whoever works on frames got their numbers from their video. */
  private static UnsupportedOperationException unsupported(String what) {
    return new UnsupportedOperationException("Frames of videos cannot be " + what);
  }

  @Override
  public Schema schema(ProjectId project) {
    return server.schema(project);
  }

  @Override
  public List<LabelClass> mergeSchema(ProjectId project, List<LabelClass> wanted, String suffix) {
    return server.mergeSchema(project, wanted, suffix);
  }

  @Override
  public List<LabelClass> planSchema(
      Optional<ProjectId> project, List<LabelClass> wanted, String suffix) {
    return server.planSchema(project, wanted, suffix);
  }

  @Override
  public ProjectInfo ensureProject(long workspaceId, String name, String description) {
    return server.ensureProject(workspaceId, name, description);
  }

  @Override
  public DatasetInfo ensureDataset(ProjectId project, Optional<DatasetId> parent, String name) {
    return server.ensureDataset(project, parent, name);
  }

  @Override
  public List<ImageInfo> copyImages(List<ImageInfo> images, DatasetId into) {
    throw new PlatformRejectedException("Frames of videos cannot be copied", null);
  }

  /** Leaves the server's connections open: they belong to whoever asked for the frames. */
  @Override
  public void close() {}
}
