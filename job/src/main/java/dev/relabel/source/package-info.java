/**
 * What there is to predict: platform projects, datasets and images, folders and files, as streams
 * of work items. Uses {@code platform} and {@code run} only.
 */
@NullMarked
package dev.relabel.source;

import org.jspecify.annotations.NullMarked;
