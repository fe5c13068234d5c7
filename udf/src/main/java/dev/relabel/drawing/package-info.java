/**
 * Pictures with labels drawn on them, for people to look at.
 *
 * <p>Letters are drawn with a font of our own ({@link dev.relabel.drawing.StrokeFont}), because a
 * server or a container often has no fonts at all and Java then throws an {@link java.lang.Error}
 * from its first text call. Uses {@code annotation} only.
 */
@NullMarked
package dev.relabel.drawing;

import org.jspecify.annotations.NullMarked;
