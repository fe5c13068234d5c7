/**
 * Writing annotations back: upload modes, the three-way merge, and what became of each image.
 *
 * <p>The merge is a pure function of what was there before, what the run wants and what is there
 * now; it runs again on the same durable inputs after any crash and converges. Knows no Spark, no
 * HTTP and no JSON.
 */
@NullMarked
package dev.relabel.publish;

import org.jspecify.annotations.NullMarked;
