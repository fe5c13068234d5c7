/**
 * The client of a Supervisely server.
 *
 * <p>Layers, each knowing only the next: {@link
 * dev.relabel.platform.supervisely.SuperviselyPlatform} composes endpoints; an {@code Endpoint} is
 * one method of the REST API (name, body, what an answer means, whether it may be repeated); {@code
 * Caller} sends endpoints, repeats what may be repeated and turns failures into exceptions; a
 * {@code Transport} moves bytes. Uses {@code platform}, {@code platform.format} and {@code
 * annotation}; nothing here reads the environment or any file.
 */
@NullMarked
package dev.relabel.platform.supervisely;

import org.jspecify.annotations.NullMarked;
