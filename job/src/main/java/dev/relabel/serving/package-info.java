/**
 * Models that run on a server, as a {@link dev.relabel.model.Model}: what they predict goes through
 * the same pipeline as that of a model file. Knows no HTTP.
 */
@NullMarked
package dev.relabel.serving;

import org.jspecify.annotations.NullMarked;
