package dev.relabel.platform.supervisely;

import dev.relabel.platform.DatasetId;

/**
 * What writing to a video takes to know about it.
 *
 * @param dataset the dataset that holds it
 * @param width width of its frames in pixels
 * @param height height of its frames in pixels
 */
record VideoPlace(DatasetId dataset, int width, int height) {}
