/**
 * An HTTP server that serves local projects through the REST API of Intel Geti 2.x, so that clients
 * of it can work on a directory.
 *
 * <p>Owns the API's methods, one class for each group, and the translation between a project in
 * Supervisely's format and one of Geti. Uses {@link dev.relabel.platform.local} for everything on
 * disk, {@link dev.relabel.platform.geti.format} for shapes and {@link
 * dev.relabel.platform.embedded} for HTTP; knows nothing of runs, models or publishing.
 */
@NullMarked
package dev.relabel.platform.embedded.geti;

import org.jspecify.annotations.NullMarked;
