package dev.relabel.image;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The file formats that are read, told apart by content, never by name. */
public enum ImageFormat {
  JPEG,
  PNG,
  WEBP,
  BMP,
  TIFF,
  GIF;

  /** How many of a file's first bytes are needed to tell its format. */
  public static final int HEAD_BYTES = 32;

  /** The endings that names of such files have, without a dot, the usual one first. */
  public List<String> endings() {
    return switch (this) {
      case JPEG -> List.of("jpg", "jpeg", "mpo", "jfif");
      case TIFF -> List.of("tif", "tiff");
      case PNG, WEBP, BMP, GIF -> List.of(name().toLowerCase(Locale.ROOT));
    };
  }

  /** The format of a file that begins with these bytes; empty if it is no image that is read. */
  public static Optional<ImageFormat> ofHead(byte[] head) {
    return Optional.ofNullable(ContentSniffer.known(ByteReader.of(head)));
  }
}
