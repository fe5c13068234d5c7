package dev.relabel.platform;

/**
 * An image on the platform and what it was uploaded with.
 *
 * @param mark {@link NewImage#mark()}; empty if it was not uploaded by us
 */
public record MarkedImage(ImageInfo image, String mark) {}
