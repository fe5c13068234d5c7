/**
 * An HTTP server that serves local projects through the REST API of Supervisely, so that its stock
 * clients and ours can work on a directory.
 *
 * <p>Owns the API's methods, one class for each group, and the translation between files and wire.
 * Uses {@link dev.relabel.platform.local} for everything on disk, {@link
 * dev.relabel.platform.format} for the formats and {@code video} for frames; knows nothing of runs,
 * models or publishing.
 */
@NullMarked
package dev.relabel.platform.embedded;

import org.jspecify.annotations.NullMarked;
