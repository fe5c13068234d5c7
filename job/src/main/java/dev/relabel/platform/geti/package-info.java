/**
 * The client of an Intel Geti server (2.x).
 *
 * <p>Each endpoint is one call of the REST API, which {@code platform.http} sends. Nothing here
 * reads the environment or any file.
 */
@NullMarked
package dev.relabel.platform.geti;

import org.jspecify.annotations.NullMarked;
