/**
 * What is on an image: geometries, labels, annotations, classes, and how alike two of them are.
 *
 * <p>Pure values without input or output. This package uses no other package of the project.
 *
 * <p>One coordinate convention everywhere: pixels of the image, origin at its top left corner, x to
 * the right, y down, continuous; the pixel in column {@code c} covers {@code c ≤ x < c + 1}.
 * Platforms with other conventions are converted at their edge.
 */
@NullMarked
package dev.relabel.annotation;

import org.jspecify.annotations.NullMarked;
