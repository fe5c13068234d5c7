/** Tests of {@code dev.relabel.export}. */
@NullMarked
package dev.relabel.export;

import org.jspecify.annotations.NullMarked;
