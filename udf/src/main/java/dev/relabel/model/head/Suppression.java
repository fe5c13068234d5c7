package dev.relabel.model.head;

import dev.relabel.model.NmsMode;
import java.util.Arrays;

/**
 * Greedy non-maximum suppression: best first, a box is kept when its IoU with every kept box (of
 * its class, or of any) is at most the threshold.
 *
 * @param mode which boxes suppress each other
 * @param iou threshold, 0–1
 * @param maxDetections most boxes kept
 */
record Suppression(NmsMode mode, double iou, int maxDetections) {
  /** Most boxes that are looked at, best first; the bound that the YOLO families use. */
  static final int MAX_CANDIDATES = 30_000;

  /** Indices of the boxes kept, best first; ties are broken as {@link Candidates#compare} says. */
  int[] keep(Candidates boxes, Overlap overlap) {
    int[] order = best(boxes, mode == NmsMode.NONE ? maxDetections : MAX_CANDIDATES);
    int[] kept = new int[Math.min(order.length, maxDetections)];
    int count = 0;
    for (int i = 0; i < order.length && count < kept.length; i++) {
      if (mode == NmsMode.NONE || isFree(boxes, overlap, order[i], kept, count)) {
        kept[count++] = order[i];
      }
    }
    return Arrays.copyOf(kept, count);
  }

  /** The best boxes in order. Numbers are sorted, boxes only where scores are equal. */
  private static int[] best(Candidates boxes, int most) {
    long[] keys = new long[boxes.size()];
    for (int i = 0; i < keys.length; i++) {
      int bits = Float.floatToIntBits(boxes.score(i));
      int ascending = bits ^ (bits >> 31 & Integer.MAX_VALUE); // ordered as the floats are
      keys[i] = (long) ~ascending << 32 | i;
    }
    Arrays.sort(keys);
    int[] order = new int[Math.min(keys.length, most)];
    int from = 0;
    while (from < order.length) {
      int to = from + 1;
      while (to < keys.length && keys[to] >> 32 == keys[from] >> 32) {
        to++;
      }
      if (to == from + 1) {
        order[from] = (int) keys[from];
      } else {
        int[] equal =
            Arrays.stream(keys, from, to)
                .mapToObj(key -> (int) key)
                .sorted(boxes::compare)
                .mapToInt(Integer::intValue)
                .toArray();
        System.arraycopy(equal, 0, order, from, Math.min(equal.length, order.length - from));
      }
      from = to;
    }
    return order;
  }

  private boolean isFree(Candidates boxes, Overlap overlap, int box, int[] kept, int count) {
    for (int i = 0; i < count; i++) {
      boolean rivals =
          mode == NmsMode.AGNOSTIC || boxes.classIndex(kept[i]) == boxes.classIndex(box);
      if (rivals && overlap.of(boxes, kept[i], box) > iou) {
        return false;
      }
    }
    return true;
  }
}
