package dev.relabel.image;

/** The file formats that are read, told apart by content, never by name. */
public enum ImageFormat {
  JPEG,
  PNG,
  WEBP,
  BMP,
  TIFF,
  GIF
}
