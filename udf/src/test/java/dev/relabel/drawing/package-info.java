/** Tests of {@code dev.relabel.drawing}. */
@NullMarked
package dev.relabel.drawing;

import org.jspecify.annotations.NullMarked;
