/**
 * What there is to predict: platform projects, datasets and images, folders, files, videos and
 * images on the web, as streams of work items. Uses {@code platform}, {@code run}, {@code image}
 * and {@code video} only.
 */
@NullMarked
package dev.relabel.source;

import org.jspecify.annotations.NullMarked;
