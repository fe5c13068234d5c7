/**
 * Which labels on the frames of a video show the same object: tracking by detection with ByteTrack,
 * frame after frame, with the labels as its only input.
 *
 * <p>Pure computation, the same on every machine; uses {@code annotation} only. Knows no pictures,
 * no files and no clock.
 */
@NullMarked
package dev.relabel.track;

import org.jspecify.annotations.NullMarked;
