package dev.relabel.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The 80 classes of COCO, in their two numberings (cocodataset.org, instances 2017). */
public final class CocoClasses {
  /** Names in the order of their category ids. */
  private static final List<String> NAMES =
      List.of(
          "person",
          "bicycle",
          "car",
          "motorcycle",
          "airplane",
          "bus",
          "train",
          "truck",
          "boat",
          "traffic light",
          "fire hydrant",
          "stop sign",
          "parking meter",
          "bench",
          "bird",
          "cat",
          "dog",
          "horse",
          "sheep",
          "cow",
          "elephant",
          "bear",
          "zebra",
          "giraffe",
          "backpack",
          "umbrella",
          "handbag",
          "tie",
          "suitcase",
          "frisbee",
          "skis",
          "snowboard",
          "sports ball",
          "kite",
          "baseball bat",
          "baseball glove",
          "skateboard",
          "surfboard",
          "tennis racket",
          "bottle",
          "wine glass",
          "cup",
          "fork",
          "knife",
          "spoon",
          "bowl",
          "banana",
          "apple",
          "sandwich",
          "orange",
          "broccoli",
          "carrot",
          "hot dog",
          "pizza",
          "donut",
          "cake",
          "chair",
          "couch",
          "potted plant",
          "bed",
          "dining table",
          "toilet",
          "tv",
          "laptop",
          "mouse",
          "remote",
          "keyboard",
          "cell phone",
          "microwave",
          "oven",
          "toaster",
          "sink",
          "refrigerator",
          "book",
          "clock",
          "vase",
          "scissors",
          "teddy bear",
          "hair drier",
          "toothbrush");

  /** Category ids between 1 and 90 that no class has. */
  private static final List<Integer> GAPS = List.of(12, 26, 29, 30, 45, 66, 68, 69, 71, 83);

  /** A person's keypoints, in the order of the annotations. */
  private static final List<String> KEYPOINTS =
      List.of(
          "nose",
          "left_eye",
          "right_eye",
          "left_ear",
          "right_ear",
          "left_shoulder",
          "right_shoulder",
          "left_elbow",
          "right_elbow",
          "left_wrist",
          "right_wrist",
          "left_hip",
          "right_hip",
          "left_knee",
          "right_knee",
          "left_ankle",
          "right_ankle");

  private CocoClasses() {}

  /**
   * Names of that many keypoints: of 17 those of a person, otherwise {@code kp_0}, {@code kp_1}.
   */
  public static List<String> keypoints(int count) {
    return count == KEYPOINTS.size()
        ? KEYPOINTS
        : IntStream.range(0, count).mapToObj(i -> "kp_" + i).toList();
  }

  /** By contiguous index, 0–79. */
  public static SortedMap<Integer, String> contiguous() {
    SortedMap<Integer, String> names = new TreeMap<>();
    for (int i = 0; i < NAMES.size(); i++) {
      names.put(i, NAMES.get(i));
    }
    return Collections.unmodifiableSortedMap(names);
  }

  /** By category id, 1–90 with ten gaps. */
  public static SortedMap<Integer, String> byCategoryId() {
    SortedMap<Integer, String> names = new TreeMap<>();
    int next = 0;
    for (int id = 1; id <= 90; id++) {
      if (!GAPS.contains(id)) {
        names.put(id, NAMES.get(next++));
      }
    }
    return Collections.unmodifiableSortedMap(names);
  }
}
