package dev.relabel.model.head;

/** One object's map out of an output that holds one for each. */
final class MapPart {
  private MapPart() {}

  /** The {@code height × width} numbers of an object; of several maps each, the first. */
  static float[] of(OutputSlice maps, int object, int height, int width) {
    int each = 1;
    for (int axis = 1; axis < maps.rank(); axis++) {
      each = Math.multiplyExact(each, maps.dim(axis));
    }
    float[] part = new float[Math.multiplyExact(height, width)];
    for (int i = 0; i < part.length; i++) {
      part[i] = maps.at(object * each + i);
    }
    return part;
  }
}
