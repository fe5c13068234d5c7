package dev.relabel.model.head;

import java.util.List;

/** The classes of Pascal VOC's segmentations in the order of their indices (VOC2012 devkit). */
final class VocClasses {
  static final List<String> NAMES =
      List.of(
          "background",
          "aeroplane",
          "bicycle",
          "bird",
          "boat",
          "bottle",
          "bus",
          "car",
          "cat",
          "chair",
          "cow",
          "diningtable",
          "dog",
          "horse",
          "motorbike",
          "person",
          "pottedplant",
          "sheep",
          "sofa",
          "train",
          "tvmonitor");

  private VocClasses() {}
}
