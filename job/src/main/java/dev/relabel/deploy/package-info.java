/**
 * Gets the model that a person names: from a file anywhere, from a team's files on the platform, or
 * from an app that serves it, found or started. Knows what surrounds the process; uses {@code
 * platform}, {@code model}, {@code serving} and {@code stage}.
 */
@NullMarked
package dev.relabel.deploy;

import org.jspecify.annotations.NullMarked;
