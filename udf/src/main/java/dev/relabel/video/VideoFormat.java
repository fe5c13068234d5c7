package dev.relabel.video;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** The kinds of video files that are read, told by their first bytes. */
public enum VideoFormat {
  /** MP4 and MOV, and what descends from them. */
  MP4("MP4 or MOV"),
  /** Matroska and WebM. */
  MATROSKA("Matroska or WebM"),
  AVI("AVI");

  /** How many of a file's first bytes are needed to tell. */
  public static final int HEAD_BYTES = 16;

  /** Brands of {@code ftyp} that mean a picture. */
  private static final Set<String> PICTURES =
      Set.of("avif", "avis", "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1");

  /** With what files of MOV begin that are older than {@code ftyp}. */
  private static final Set<String> ATOMS = Set.of("moov", "mdat", "wide", "free", "skip", "pnot");

  private final String title;

  VideoFormat(String title) {
    this.title = title;
  }

  /**
   * What a file is.
   *
   * @param head its first {@link #HEAD_BYTES}; fewer if it has no more
   * @return empty if it is no video that is read
   */
  public static Optional<VideoFormat> of(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u001aE\u00df\u00a3")) {
      return Optional.of(MATROSKA);
    }
    if (text.startsWith("RIFF") && text.startsWith("AVI ", 8)) {
      return Optional.of(AVI);
    }
    if (text.length() < 12) {
      return Optional.empty();
    }
    String atom = text.substring(4, 8);
    boolean isVideo =
        atom.equals("ftyp")
            ? !PICTURES.contains(text.substring(8, 12))
            : ATOMS.contains(atom) && text.charAt(0) < ' '; // a path in a text may look like it
    return isVideo ? Optional.of(MP4) : Optional.empty();
  }

  /** Its name for people. */
  @Override
  public String toString() {
    return title;
  }
}
