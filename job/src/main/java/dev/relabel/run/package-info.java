/**
 * The run directory: what is to be done, what has been done, durably, on any Hadoop file system.
 *
 * <p>Owns the frozen description of a run, its plan in waves, and the commit markers by which a run
 * continues after a crash. Knows the tables' places, not their rows; knows no Spark and no
 * platform.
 */
@NullMarked
package dev.relabel.run;

import org.jspecify.annotations.NullMarked;
