package dev.relabel.image;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells what a file is by its first bytes, and names what is not read. */
final class ContentSniffer {
  private static final int TEXT_SAMPLE = 256;

  /** What people do put among images, by signature. */
  private static final List<Foreign> FOREIGN =
      List.of(
          new Foreign(0, "%PDF", "a PDF document"),
          new Foreign(0, "8BPS", "a Photoshop document"),
          new Foreign(0, "\u0000\u0000\u0001\u0000", "a Windows icon"),
          new Foreign(0, "\u0000\u0000\u0000\fjP  ", "a JPEG 2000 image"),
          new Foreign(0, "\u00ffO\u00ffQ", "a JPEG 2000 image"),
          new Foreign(0, "\u0000\u0000\u0000\fJXL ", "a JPEG XL image"),
          new Foreign(0, "\u00ff\n", "a JPEG XL image"),
          new Foreign(0, "v/1\u0001", "an OpenEXR image"),
          new Foreign(0, "#?RADIANCE", "a Radiance HDR image"),
          new Foreign(0, "#?RGBE", "a Radiance HDR image"),
          new Foreign(0, "Y\u00a6j\u0095", "a Sun raster image"),
          new Foreign(4, "ftypavif", "an AVIF image"),
          new Foreign(4, "ftypavis", "an AVIF image"),
          new Foreign(4, "ftyphei", "a HEIC image"),
          new Foreign(4, "ftyphev", "a HEIC image"),
          new Foreign(4, "ftypmif1", "a HEIF image"),
          new Foreign(4, "ftyp", "a video (MP4 or MOV)"),
          new Foreign(0, "\u001aE\u00df\u00a3", "a video (Matroska or WebM)"),
          new Foreign(8, "AVI ", "a video (AVI)"),
          new Foreign(0, "PK\u0003\u0004", "a ZIP archive"),
          new Foreign(0, "\u001f\u008b", "a gzip archive"));

  private ContentSniffer() {}

  /**
   * The format of these bytes.
   *
   * @throws UnreadableImageException that says what else they are
   */
  static ImageFormat format(byte[] encoded) {
    ByteReader bytes = ByteReader.of(encoded);
    ImageFormat known = known(bytes);
    if (known != null) {
      return known;
    }
    throw new UnreadableImageException(
        "%s; JPEG, PNG, WebP, BMP, TIFF and GIF images are read".formatted(what(bytes)), null);
  }

  static @Nullable ImageFormat known(ByteReader bytes) {
    if (bytes.startsWith(0, "\u00ff\u00d8\u00ff")) {
      return ImageFormat.JPEG;
    }
    if (bytes.startsWith(0, "\u0089PNG\r\n\u001a\n")) {
      return ImageFormat.PNG;
    }
    if (bytes.startsWith(0, "RIFF") && bytes.startsWith(8, "WEBP")) {
      return ImageFormat.WEBP;
    }
    if (bytes.startsWith(0, "GIF87a") || bytes.startsWith(0, "GIF89a")) {
      return ImageFormat.GIF;
    }
    if (bytes.startsWith(0, "II*\u0000")
        || bytes.startsWith(0, "MM\u0000*")
        || bytes.startsWith(0, "II+\u0000")
        || bytes.startsWith(0, "MM\u0000+")) {
      return ImageFormat.TIFF;
    }
    // Text may begin with BM too; the size of the second header, at 14, never has such a high byte.
    if (bytes.startsWith(0, "BM") && !(bytes.has(14, 4) && isText(bytes))) {
      return ImageFormat.BMP;
    }
    return null;
  }

  private static String what(ByteReader bytes) {
    if (bytes.length() == 0) {
      return "The file is empty, not an image";
    }
    for (Foreign foreign : FOREIGN) {
      if (bytes.startsWith(foreign.at(), foreign.signature())) {
        return "This is %s".formatted(foreign.name());
      }
    }
    if (isPortableAnyMap(bytes)) {
      return "This is a portable anymap (PNM) image";
    }
    if (isText(bytes)) {
      return "This is text or HTML, not an image";
    }
    return "This is no image format that is known (first bytes %s)".formatted(firstBytes(bytes));
  }

  private static boolean isPortableAnyMap(ByteReader bytes) {
    return bytes.has(0, 3)
        && bytes.u8(0) == 'P'
        && "1234567Ff".indexOf(bytes.u8(1)) >= 0
        && " \t\r\n".indexOf(bytes.u8(2)) >= 0;
  }

  /** No control character but white space among the first bytes; any encoding above ASCII goes. */
  private static boolean isText(ByteReader bytes) {
    int sample = Math.min(TEXT_SAMPLE, bytes.length());
    for (int i = 0; i < sample; i++) {
      int character = bytes.u8(i);
      if (character == 127 || (character < 32 && "\t\n\r\f".indexOf(character) < 0)) {
        return false;
      }
    }
    return true;
  }

  private static String firstBytes(ByteReader bytes) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < Math.min(8, bytes.length()); i++) {
      String digits = Integer.toHexString(bytes.u8(i) | 0x100);
      hex.append(i == 0 ? "" : " ").append(digits, 1, 3);
    }
    return hex.toString();
  }

  private record Foreign(int at, String signature, String name) {}
}
