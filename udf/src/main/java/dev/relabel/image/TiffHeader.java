package dev.relabel.image;

/** Reads the first picture of a TIFF file. Source: TIFF 6.0. */
final class TiffHeader {
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int COMPRESSION = 259;
  private static final int UNCOMPRESSED = 1;
  private static final int SAMPLES_PER_PIXEL = 277;

  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;

  /** A tile may be larger than the picture, within reason: the codec takes memory for one. */
  private static final long MAX_SPARE_TILE = 1 << 24;

  private TiffHeader() {}

  static ImageHeader read(ByteReader bytes) {
    TiffDirectory directory = TiffDirectory.read(bytes);
    long orientation = directory.number(ExifOrientation.TAG).orElse(1);
    ImageHeader header =
        ImageHeader.of(
            ImageFormat.TIFF,
            directory.number(WIDTH).orElse(0),
            directory.number(HEIGHT).orElse(0),
            Orientation.ofExif((int) Math.max(0, Math.min(9, orientation))));
    long tile =
        saturated(directory.number(TILE_WIDTH).orElse(0), directory.number(TILE_HEIGHT).orElse(0));
    if (tile > Math.max(MAX_SPARE_TILE, 4 * header.pixels())) {
      throw new UnreadableImageException(
          "The TIFF header claims tiles of %s pixels for a picture of %s × %s"
              .formatted(tile, header.storedWidth(), header.storedHeight()),
          null);
    }
    if (directory.number(COMPRESSION).orElse(UNCOMPRESSED) == UNCOMPRESSED) {
      long samples = directory.number(SAMPLES_PER_PIXEL).orElse(1); // of one bit at least
      header.requireEnough(bytes.length(), Math.max(1, 8 / Math.max(1, samples)));
    }
    return header;
  }

  private static long saturated(long width, long height) {
    long limit = 1L << 31;
    return width < 0 || height < 0 ? limit : Math.min(limit, width) * Math.min(limit, height);
  }

  /** These bytes with orientation 1, so that the codec does not turn the picture by itself. */
  static byte[] unturned(byte[] encoded) {
    byte[] copy = encoded.clone();
    TiffDirectory.read(ByteReader.of(encoded)).set(ExifOrientation.TAG, 1, copy);
    return copy;
  }
}
