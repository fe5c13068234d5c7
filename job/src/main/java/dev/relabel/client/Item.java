package dev.relabel.client;

import dev.relabel.run.WorkItem;

/** What the pipeline predicts: something that has to be fetched, or an image in memory. */
sealed interface Item {
  /** What it is, for people. */
  String source();

  /** An image or frame elsewhere. */
  record Elsewhere(WorkItem work) implements Item {
    @Override
    public String source() {
      return work.frame() == null && work.platform().isEmpty() ? work.source() : work.itemId();
    }
  }

  /**
   * An image in memory.
   *
   * @param part {@link Input.Pixels} or {@link Input.Encoded}
   * @param number its place among the parts of the input, from 1
   */
  record InMemory(Input.Part part, int number) implements Item {
    @Override
    public String source() {
      return "image " + number;
    }
  }
}
