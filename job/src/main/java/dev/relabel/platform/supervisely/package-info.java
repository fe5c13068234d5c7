/**
 * The client of a Supervisely server.
 *
 * <p>Layers, each knowing only the next: {@link
 * dev.relabel.platform.supervisely.SuperviselyPlatform} composes endpoints; each is one method of
 * the REST API (name, body, what an answer means, whether it may be repeated) that {@code
 * platform.http} sends. Nothing here reads the environment or any file.
 */
@NullMarked
package dev.relabel.platform.supervisely;

import org.jspecify.annotations.NullMarked;
