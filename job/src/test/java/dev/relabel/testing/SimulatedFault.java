package dev.relabel.testing;

/** What can go wrong with a call to a {@link SimulatedPlatform}. */
public enum SimulatedFault {
  /** Turned away; the client has given up repeating. No effect, and that is known. */
  UNAVAILABLE,
  /** Turned away again and again for seconds, then accepted. */
  THROTTLED,
  /** An error that says too little to know that there was no effect; there was none. */
  FAILED_BEFORE,
  /** The effect, and an answer that cannot be read: cut off, or a web page. */
  GARBLED,
  /** The connection breaks before the request has arrived. */
  LOST_BEFORE,
  /** The effect, then the connection breaks or the answer takes too long. */
  LOST_AFTER,
  /** The effect on some of the images, then no answer. */
  LOST_AFTER_SOME_IMAGES,
  /** The effect for some of an image's labels, then an answer that cannot be read. */
  LOST_AFTER_SOME_LABELS,
  /** No answer; the effect follows within seconds. */
  LATE,
  /** No answer; the effect follows when servers have long finished or dropped what they had. */
  VERY_LATE,
  /** The client is held up before it sends, for longer than a look is good for. */
  HELD_UP
}
