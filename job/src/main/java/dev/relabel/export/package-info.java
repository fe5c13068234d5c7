/**
 * Predictions for other programs: COCO files.
 *
 * <p>Knows values and streams only: where a file lies is the caller's business ({@link
 * dev.relabel.export.ExportTarget}), and so is how a prediction became an {@link
 * dev.relabel.export.ExportItem}. Uses {@code annotation} and {@code coco} only.
 */
@NullMarked
package dev.relabel.export;

import org.jspecify.annotations.NullMarked;
