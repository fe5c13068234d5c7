package dev.relabel.image;

/**
 * What an image file says of itself before any pixel is decoded.
 *
 * @param format by content, whatever its name says
 * @param storedWidth columns as stored, before turning
 * @param storedHeight rows as stored, before turning
 * @param orientation how the stored picture has to be turned
 */
public record ImageHeader(
    ImageFormat format, int storedWidth, int storedHeight, Orientation orientation) {

  /**
   * Reads the header of a whole file and checks, as far as that is cheap, that the file is whole:
   * takes a millisecond per megabyte at most, and no memory.
   *
   * @throws UnreadableImageException if this is no image that can be read; the message says what it
   *     is instead
   */
  public static ImageHeader read(byte[] encoded) {
    ByteReader bytes = ByteReader.of(encoded);
    ImageHeader header =
        switch (ContentSniffer.format(encoded)) {
          case JPEG -> JpegHeader.read(bytes);
          case PNG -> PngHeader.read(bytes);
          case WEBP -> WebpHeader.read(bytes);
          case BMP -> BmpHeader.read(bytes);
          case TIFF -> TiffHeader.read(bytes);
          case GIF -> GifHeader.read(bytes);
        };
    return header;
  }

  /** A header whose sides have been checked to be those of a picture. */
  static ImageHeader of(ImageFormat format, long width, long height, Orientation orientation) {
    if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw new UnreadableImageException(
          "The %s header claims %s × %s pixels".formatted(format, width, height), null);
    }
    return new ImageHeader(format, (int) width, (int) height, orientation);
  }

  /** Width × height. */
  public long pixels() {
    return (long) storedWidth * storedHeight;
  }

  /** Columns of the upright picture. */
  public int width() {
    return orientation.swapsSides() ? storedHeight : storedWidth;
  }

  /** Rows of the upright picture. */
  public int height() {
    return orientation.swapsSides() ? storedWidth : storedHeight;
  }

  /** Fails if so few bytes cannot hold so many pixels, whatever they are. */
  void requireEnough(long bytes, long pixelsPerByte) {
    if (bytes < pixels() / pixelsPerByte) {
      throw new UnreadableImageException(
          "The %s header claims %s × %s pixels, but only %s bytes of them are there"
              .formatted(format, storedWidth, storedHeight, bytes),
          null);
    }
  }
}
