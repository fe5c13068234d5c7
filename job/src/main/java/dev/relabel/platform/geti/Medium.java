package dev.relabel.platform.geti;

/**
 * An image, or a frame of a video.
 *
 * @param name what it is called in messages, such as {@code image 66a0…}
 * @param place where it lies below {@code /api/v1}
 * @param width in pixels
 * @param height in pixels
 */
record Medium(String name, String place, int width, int height) {}
