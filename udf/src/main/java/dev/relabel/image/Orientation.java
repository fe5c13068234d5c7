package dev.relabel.image;

import dev.relabel.annotation.Affine;

/** How a stored picture has to be turned to stand upright; the eight values of EXIF. */
public enum Orientation {
  UPRIGHT(1),
  FLIPPED_HORIZONTALLY(2),
  UPSIDE_DOWN(3),
  FLIPPED_VERTICALLY(4),
  TRANSPOSED(5),
  TURN_CLOCKWISE(6),
  TRANSVERSED(7),
  TURN_COUNTERCLOCKWISE(8);

  private final int exif;

  Orientation(int exif) {
    this.exif = exif;
  }

  /** The EXIF value; anything unknown counts as upright. */
  public static Orientation ofExif(int value) {
    return value >= 1 && value <= 8 ? values()[value - 1] : UPRIGHT;
  }

  /** The value 1–8 in EXIF's tag 0x0112. */
  public int exif() {
    return exif;
  }

  /** Whether upright width and height are the stored height and width. */
  public boolean swapsSides() {
    return exif >= 5;
  }

  /** From stored pixels to upright pixels, for a picture of this stored size. */
  public Affine toUpright(int storedWidth, int storedHeight) {
    double w = storedWidth;
    double h = storedHeight;
    return switch (this) {
      case UPRIGHT -> Affine.IDENTITY;
      case FLIPPED_HORIZONTALLY -> new Affine(-1, 0, w, 0, 1, 0);
      case UPSIDE_DOWN -> new Affine(-1, 0, w, 0, -1, h);
      case FLIPPED_VERTICALLY -> new Affine(1, 0, 0, 0, -1, h);
      case TRANSPOSED -> new Affine(0, 1, 0, 1, 0, 0);
      case TURN_CLOCKWISE -> new Affine(0, -1, h, 1, 0, 0);
      case TRANSVERSED -> new Affine(0, -1, h, -1, 0, w);
      case TURN_COUNTERCLOCKWISE -> new Affine(0, 1, 0, -1, 0, w);
    };
  }
}
