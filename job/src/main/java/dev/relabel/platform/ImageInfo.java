package dev.relabel.platform;

/**
 * An image on the platform.
 *
 * @param id its ID
 * @param dataset the dataset that holds it
 * @param name its name, unique in the dataset
 * @param width stored width in pixels as the platform reports it, 0 when unknown
 * @param height stored height in pixels as the platform reports it, 0 when unknown
 * @param bytes size of the encoded image, 0 when unknown
 * @param hash the platform's content hash (Supervisely: base64 of SHA-256), empty when unknown
 * @param updatedAt the platform's own time stamp of the last change, empty when unknown
 */
public record ImageInfo(
    ImageId id,
    DatasetId dataset,
    String name,
    int width,
    int height,
    long bytes,
    String hash,
    String updatedAt) {}
