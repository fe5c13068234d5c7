package dev.relabel.platform;

/**
 * An image that is to be put onto a platform.
 *
 * @param name its name in the dataset, with the ending of its format
 * @param file the bytes of its file; not copied, nobody writes to them
 * @param mark tells it from every other image, also of that name and content; kept with the image
 */
@SuppressWarnings("ArrayRecordComponent") // copying megabytes per image would help nobody
public record NewImage(String name, byte[] file, String mark) {}
