/**
 * Image bytes to upright RGB pixels, and pixels to the input tensor of a model.
 *
 * <p>Decoding goes through one native codec (OpenCV); limits are checked before pixels are
 * allocated; a bad image fails as {@link dev.relabel.image.UnreadableImageException} and never
 * harms its neighbours. Uses {@code annotation} only.
 */
@NullMarked
package dev.relabel.image;

import org.jspecify.annotations.NullMarked;
