/**
 * Benchmarks: micro ones with JMH, and whole runs. Compiled and run only with the Maven profile
 * {@code bench}; docs/benchmarks.md says how and what came out.
 */
@NullMarked
package dev.relabel.bench;

import org.jspecify.annotations.NullMarked;
