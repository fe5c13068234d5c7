package dev.relabel.platform;

import java.util.List;

/**
 * The objects of videos, which the platform numbers itself: the labels of an object on several
 * frames are its track. An object can be without labels.
 */
public interface TrackedObjects {
  /** Most objects of one removal. */
  int MOST_REMOVED = 100;

  /**
   * An object of a video.
   *
   * @param id its number, a label's track on the platform
   * @param className its class
   * @param hasLabels whether some frame has a label of it
   */
  record TrackedObject(long id, String className, boolean hasLabels) {}

  /** All objects of a video, in the order of their IDs. */
  List<TrackedObject> of(VideoId video);

  /**
   * Makes objects without labels. As other writes, it is not repeated if its answer is lost.
   *
   * @param classNames the classes of the new objects, as in the project's schema
   * @return their IDs, in that order
   */
  List<Long> add(VideoId video, List<String> classNames);

  /**
   * Removes objects with all their labels. Those that are gone are passed over.
   *
   * @param ids at most {@link #MOST_REMOVED}
   * @param deadline as for {@link Platform#addLabels}
   */
  void remove(List<Long> ids, Deadline deadline);
}
