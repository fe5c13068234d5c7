package dev.relabel.model.head;

/** Which axis of a table is the object, and which its numbers. */
enum RowLayout {
  /** [numbers, objects], as YOLOv8 and later put it out. */
  COLUMN_PER_OBJECT,
  /** [objects, numbers]. */
  ROW_PER_OBJECT;

  /** How many numbers each object has. */
  int numbers(OutputSlice table) {
    return table.dim(this == COLUMN_PER_OBJECT ? 0 : 1);
  }

  /**
   * One number of one object.
   *
   * @param object its row, see {@link Candidates#row}
   * @param number which of its numbers, from 0
   */
  float at(OutputSlice table, int object, int number) {
    int columns = table.dim(1);
    return this == COLUMN_PER_OBJECT
        ? table.at(number * columns + object)
        : table.at(object * columns + number);
  }

  /** Checks that each object has that many numbers. */
  void require(OutputSlice table, int numbers) {
    table.require(this == COLUMN_PER_OBJECT ? 0 : 1, numbers);
  }
}
