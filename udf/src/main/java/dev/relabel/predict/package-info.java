/**
 * The streaming pipeline: fetch, decode, batch, infer, decode the head; one implementation for the
 * Spark job, the Java API and SQL functions. Knows nothing of Spark.
 */
@NullMarked
package dev.relabel.predict;

import org.jspecify.annotations.NullMarked;
