/**
 * Intel Geti's JSON (2.x): shapes, labelled annotations, scenes and predictions.
 *
 * <p>Owns the wire names of that format, what its shapes can hold of ours and how the server rounds
 * them. Labels are named by the server's IDs here; whoever knows the project puts names to them.
 * Uses {@code annotation} and the JSON access of {@link dev.relabel.platform.format}; knows no
 * HTTP.
 */
@NullMarked
package dev.relabel.platform.geti.format;

import org.jspecify.annotations.NullMarked;
