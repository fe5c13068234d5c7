/**
 * Supervisely's JSON: annotations, geometries, bitmaps and project metas.
 *
 * <p>Owns the wire names of that format; nothing outside this package and the packages beside it
 * that speak the protocol knows them. Everything here is in the <em>wire</em> form: continuous
 * image coordinates, which are this program's own convention, so that no number is shifted. Uses
 * {@code annotation} and the values of {@code platform}; knows no HTTP and no files.
 */
@NullMarked
package dev.relabel.platform.format;

import org.jspecify.annotations.NullMarked;
