package dev.relabel.predict;

import java.util.Locale;

/**
 * The steps of a run whose busy time is measured.
 *
 * <p>Busy is the time from a step's begin to its end on the thread that does it, summed over all
 * threads and processes; the wait for another step, a free thread or a free device belongs to no
 * step. Each step has its bound, by which the numbers of a summary can be checked:
 *
 * <table>
 * <caption>What a step's busy time may come to, for a run of {@code seconds}</caption>
 * <tr><th>step</th><th>on</th><th>at most</th></tr>
 * <tr><td>fetch</td><td>download threads</td><td>seconds × 8 × processes; mostly waiting for the
 *     source</td></tr>
 * <tr><td>decode</td><td>decoding threads</td><td>seconds × cores</td></tr>
 * <tr><td>infer, postprocess on a processor</td><td>the same threads</td><td>decode + infer +
 *     postprocess: seconds × cores</td></tr>
 * <tr><td>infer on cards</td><td>one thread a card</td><td>seconds × cards</td></tr>
 * <tr><td>postprocess for cards</td><td>one thread a batch</td><td>seconds × batches under
 *     way</td></tr>
 * <tr><td>publish</td><td>up to four threads a task</td><td>seconds × 4 × tasks at once; mostly
 *     waiting for the platform</td></tr>
 * </table>
 *
 * <p>On a processor, what {@code decode + infer + postprocess} lack of {@code seconds × cores} is
 * the time in which images were waited for, Spark planned and committed, or publishing was still
 * going on. With {@code local[1]} nothing of the three overlaps, so that they are about the seconds
 * of predicting. The thread of a task, which else only waits, now and then infers an image itself.
 * A model that cuts pictures into tiles does so, and decodes what was found in them, while its
 * batch runs; that time is in no step. A task that is repeated counts again, as it worked again.
 */
public enum Stage {
  /** Asking for image bytes and receiving them. */
  FETCH,
  /** Bytes to pixels to the model's input, with the checks and the content hash. */
  DECODE,
  /** The calls of the model: copying in, computing, copying out. */
  INFER,
  /** What the model said to labels: decoding the head, suppression, the image's frame. */
  POSTPROCESS,
  /** Reading, merging and writing annotations. */
  PUBLISH;

  /** The name in the summary: lower case. */
  public String summaryName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
