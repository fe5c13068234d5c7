package dev.relabel.image;

import java.util.List;
import java.util.Optional;

/** The file formats that are read, told apart by content, never by name. */
public enum ImageFormat {
  JPEG("jpg", "jpeg", "mpo", "jfif"),
  PNG("png"),
  WEBP("webp"),
  BMP("bmp"),
  TIFF("tif", "tiff"),
  GIF("gif");

  /** How many of a file's first bytes are needed to tell its format. */
  public static final int HEAD_BYTES = 32;

  private final List<String> endings;

  ImageFormat(String... endings) {
    this.endings = List.of(endings);
  }

  /** The endings that names of such files have, without a dot, the usual one first. */
  public List<String> endings() {
    return endings;
  }

  /** The format of a file that begins with these bytes; empty if it is no image that is read. */
  public static Optional<ImageFormat> ofHead(byte[] head) {
    return Optional.ofNullable(ContentSniffer.known(ByteReader.of(head)));
  }
}
