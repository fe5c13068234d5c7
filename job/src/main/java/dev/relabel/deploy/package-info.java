/**
 * Gets the model that a person names: from a file anywhere, from a team's files on Supervisely,
 * from a Geti server that has trained it, or from an app that serves it, found or started. Knows
 * what surrounds the process; uses {@code platform}, {@code model}, {@code serving} and {@code
 * stage}.
 */
@NullMarked
package dev.relabel.deploy;

import org.jspecify.annotations.NullMarked;
