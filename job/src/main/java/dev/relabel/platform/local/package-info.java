/**
 * Projects on this machine's disk, in Supervisely's directory format.
 *
 * <p>Owns opening one project or a directory of several, stable IDs for everything in them, reading
 * and durably changing annotations, adding datasets and images. Labels are JSON objects in the
 * file's own coordinates here, so that keys which we do not know survive; {@link
 * dev.relabel.platform.format.FileCoordinates} turns them into other conventions. Knows no HTTP.
 *
 * <p>What the format has no place for lies in hidden directories named {@code .relabel}, which
 * other readers of the format pass over.
 */
@NullMarked
package dev.relabel.platform.local;

import org.jspecify.annotations.NullMarked;
