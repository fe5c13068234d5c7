package dev.relabel.platform;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelClass;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An annotation platform: where images come from and annotations go to.
 *
 * <p>Geometries cross this interface in the convention of {@link dev.relabel.annotation}; each
 * implementation converts at its edge. Calls that read are repeated by the implementation as its
 * retry rules allow; calls that write are repeated only if that is known to be harmless, and
 * otherwise fail with {@link OutcomeUnknownException}, after which the caller looks before it
 * repeats. Implementations are safe for use by several threads.
 *
 * <p>Every method may throw {@link PlatformException} or one of its kinds:
 *
 * <table>
 * <caption>Failures and what the caller does next</caption>
 * <tr><th>type</th><th>meaning</th><th>caller</th></tr>
 * <tr><td>{@link PlatformRejectedException}</td><td>token, permission, impossible request</td>
 *     <td>stop the run</td></tr>
 * <tr><td>{@link RefusedContentException}</td><td>this call's content is refused</td>
 *     <td>try the images one by one, quarantine the refused</td></tr>
 * <tr><td>{@link NotOnPlatformException}</td><td>the thing is gone</td><td>quarantine the item</td></tr>
 * <tr><td>{@link PlatformUnavailableException}</td><td>no effect, repeated in vain</td>
 *     <td>fail the task; a later run continues</td></tr>
 * <tr><td>{@link OutcomeUnknownException}</td><td>a write whose answer was lost</td>
 *     <td>read, compare, then decide</td></tr>
 * <tr><td>{@link StaleException}</td><td>a write that was not sent, its deadline had passed</td>
 *     <td>read, compare, then decide</td></tr>
 * </table>
 */
public interface Platform extends AutoCloseable {

  /** A short name without secrets for messages, such as {@code http://localhost:8080}. */
  String address();

  /** The project of that ID. */
  ProjectInfo project(ProjectId id);

  /** The dataset of that ID. */
  DatasetInfo dataset(DatasetId id);

  /** All datasets of a project, each after its parent. */
  List<DatasetInfo> datasets(ProjectId id);

  /** The images of a dataset without its children's, in the order of their IDs, page by page. */
  Iterator<ImageInfo> images(DatasetId dataset);

  /**
   * The images of these IDs, in the given order.
   *
   * @param ids at most a few hundred
   * @throws NotOnPlatformException naming the first that does not exist
   */
  List<ImageInfo> images(List<ImageId> ids);

  /**
   * The encoded bytes of images of one dataset. An image that is gone is absent from the answer.
   *
   * @param ids at most {@link #batchLimit()}
   */
  Map<ImageId, byte[]> download(DatasetId dataset, List<ImageId> ids);

  /**
   * What the platform holds on images of one dataset. An image that is gone is absent.
   *
   * @param ids at most {@link #batchLimit()}
   */
  Map<ImageId, PlatformAnnotation> annotations(DatasetId dataset, List<ImageId> ids);

  /**
   * The video of that ID.
   *
   * @throws PlatformRejectedException if the platform has no videos
   */
  default VideoInfo video(VideoId id) {
    throw noVideos(address());
  }

  /** The videos of a dataset without its children's, in the order of their IDs, page by page. */
  default Iterator<VideoInfo> videos(DatasetId dataset) {
    throw noVideos(address());
  }

  /**
   * The same platform with videos for datasets: a video's ID is that of a dataset, whose images are
   * its frames, each with its number in the video for an ID. What goes for images goes for frames
   * there, but they are neither listed nor found by their numbers alone, and not copied. It shares
   * connections with this one and needs no closing.
   *
   * @throws PlatformRejectedException if the platform has no videos
   */
  default Platform frames() {
    throw noVideos(address());
  }

  /** Whether labels of {@link #frames} belong to objects that go through a video. */
  default boolean hasTrackedObjects() {
    return false;
  }

  /**
   * The objects whose tracks the labels of {@link #frames} are.
   *
   * @throws PlatformRejectedException if the platform has no videos
   */
  default TrackedObjects trackedObjects() {
    throw noVideos(address());
  }

  private static PlatformRejectedException noVideos(String address) {
    return new PlatformRejectedException(address + " has no videos", null);
  }

  /** How many images one bulk call takes. */
  int batchLimit();

  /** The classes of a project. */
  Schema schema(ProjectId project);

  /**
   * Makes a project accept these classes and keep scores. Nothing is ever removed. Called once per
   * run by the driver; a concurrent change by others is tolerated.
   *
   * @param suffix what is appended to a class's name when the project has one of the same name and
   *     another shape
   * @return for each wanted class, in order, the project's class to use for it
   * @throws PlatformRejectedException if the suffixed name is taken by another shape, too
   */
  List<LabelClass> mergeSchema(ProjectId project, List<LabelClass> wanted, String suffix);

  /**
   * The classes that {@link #mergeSchema} would use; writes nothing.
   *
   * @param project empty for a project that is yet to be made, without classes
   */
  List<LabelClass> planSchema(Optional<ProjectId> project, List<LabelClass> wanted, String suffix);

  /**
   * Labels as the platform holds them, so that what is planned is what is read back: on its grid of
   * coordinates, in the shapes that a project has. A label may become several, or none if nothing
   * is left of it.
   *
   * @param labels of one image, with names of the project
   * @param width of the image in pixels
   * @param height of the image in pixels
   */
  default List<Label> held(DatasetId dataset, List<Label> labels, int width, int height) {
    return labels;
  }

  /**
   * Names of classes that say that there is nothing on an image. Labels of them are of the whole
   * image, and leave it when others come.
   */
  default Set<String> classesOfNothing(DatasetId dataset) {
    return Set.of();
  }

  /** What trains by itself when labels are written; empty where nothing does. */
  default Optional<Training> training() {
    return Optional.empty();
  }

  /**
   * Adds labels to images of one dataset and leaves everything else on them as it is. A label of
   * the whole image becomes a tag on it. Classes are named as in the project's schema. All labels
   * are marked as made by a machine if their origin says so.
   *
   * @param labels the labels by image, at most {@link #batchLimit()} images
   * @param deadline after which no request may leave this process: a process that was held up could
   *     otherwise write what another has written in its place
   * @return the new labels' IDs, by image in the order of its labels
   */
  Map<ImageId, List<FigureId>> addLabels(
      DatasetId dataset, Map<ImageId, List<Label>> labels, Deadline deadline);

  /**
   * Removes labels from images of one dataset. One that is gone already counts as removed.
   *
   * @param labels the labels by image, as they were read; those without an ID are left alone
   * @param deadline as for {@link #addLabels}
   */
  void removeLabels(DatasetId dataset, Map<ImageId, List<PlatformLabel>> labels, Deadline deadline);

  /**
   * The project of that name in a workspace, made if missing.
   *
   * @param description what is written into a new project's description
   */
  ProjectInfo ensureProject(long workspaceId, String name, String description);

  /**
   * The project of that name beside another one, with room for the same, made if missing.
   *
   * @param description what is written into a new project's description, if it has one
   */
  default ProjectInfo ensureCopyOf(ProjectInfo from, String name, String description) {
    return ensureProject(from.workspaceId(), name, description);
  }

  /** The dataset of that name below a parent (or at the top level), made if missing. */
  DatasetInfo ensureDataset(ProjectId project, Optional<DatasetId> parent, String name);

  /**
   * Copies images, without their labels, into a dataset, by the server itself where it can. An
   * image whose name is already there with the same content is used as it is.
   *
   * @param images at most {@link #batchLimit()}
   * @return the copies, in the order given
   */
  List<ImageInfo> copyImages(List<ImageInfo> images, DatasetId into);

  /**
   * Puts image files, without labels, into a dataset. An image that is there with the same name,
   * content and mark is used as it is.
   *
   * @param images at most {@link #batchLimit()}, together a few dozen megabytes
   * @return the images, in the order given
   * @throws NameTakenException if the dataset has another image of one of the names
   */
  default List<ImageInfo> uploadImages(DatasetId into, List<NewImage> images) {
    throw new PlatformRejectedException(address() + " takes no images", null);
  }

  /**
   * The images of these names in a dataset, in any order, without those that are not there.
   *
   * @param names any number
   */
  default List<MarkedImage> imagesNamed(DatasetId dataset, List<String> names) {
    throw new PlatformRejectedException(address() + " takes no images", null);
  }

  /**
   * Makes sure that projects can be made in a workspace.
   *
   * @throws PlatformException if there is no such workspace, or it is not ours
   */
  default void requireWorkspace(long workspaceId) {}

  @Override
  void close();
}
