/**
 * Predictions for other programs: COCO files, YOLO data sets, Pascal VOC, projects in Supervisely's
 * format.
 *
 * <p>Knows values and streams, and how files come to stand in a folder as a whole ({@link
 * dev.relabel.export.ExportFolder}); how a prediction became an {@link
 * dev.relabel.export.ExportItem} is the caller's business. Uses {@code annotation}, {@code coco}
 * and {@code platform.format} only.
 */
@NullMarked
package dev.relabel.export;

import org.jspecify.annotations.NullMarked;
