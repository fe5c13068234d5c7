/**
 * The run directory: what is to be done, what has been done, durably, on any Hadoop file system.
 *
 * <p>Owns the frozen description of a run, its plan in waves, the commit markers by which a run
 * continues after a crash, and the lease by which one driver at a time works on it. Knows the
 * tables' places, not their rows; knows no Spark and no platform.
 */
@NullMarked
package dev.relabel.run;

import org.jspecify.annotations.NullMarked;
