/**
 * The stages of a run as Spark jobs: predict, plan changes, publish; and the order they run in.
 *
 * <p>The only package that talks to Spark. Owns the rows of the run directory's tables and what is
 * shared inside an executor's process.
 */
@NullMarked
package dev.relabel.stage;

import org.jspecify.annotations.NullMarked;
