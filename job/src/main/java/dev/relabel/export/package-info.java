/**
 * Predictions for other programs and for people: COCO files, and pictures with the labels drawn.
 *
 * <p>Knows values and streams only: where a file lies is the caller's business ({@link
 * dev.relabel.export.ExportTarget}), and so is how a prediction became an {@link
 * dev.relabel.export.ExportItem}. Letters are drawn with a font of our own ({@link
 * dev.relabel.export.StrokeFont}), because a server or a container often has no fonts at all and
 * Java then throws an {@link java.lang.Error} from its first text call. Uses {@code annotation}
 * only.
 */
@NullMarked
package dev.relabel.export;

import org.jspecify.annotations.NullMarked;
