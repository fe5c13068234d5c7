package dev.relabel.image;

/**
 * A picture as a file's bytes.
 *
 * @param bytes the file; not copied, nobody writes to it
 * @param extension the usual ending of such files, without a dot
 * @param width columns of the picture in it
 * @param height rows of the picture in it
 */
@SuppressWarnings("ArrayRecordComponent") // copying megabytes per image would help nobody
public record EncodedPicture(byte[] bytes, String extension, int width, int height) {}
