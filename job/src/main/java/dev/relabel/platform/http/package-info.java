/**
 * Calls of a platform's server.
 *
 * <p>An {@code Endpoint} is one method of a REST API; {@code Caller} sends endpoints, repeats what
 * may be repeated and turns failures into exceptions; a {@code Transport} moves bytes.
 */
@NullMarked
package dev.relabel.platform.http;

import org.jspecify.annotations.NullMarked;
