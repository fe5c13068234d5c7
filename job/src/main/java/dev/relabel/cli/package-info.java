/**
 * The command: the only place that parses arguments and reads the environment, and where every
 * failure becomes one line and an exit code.
 */
@NullMarked
package dev.relabel.cli;

import org.jspecify.annotations.NullMarked;
