package dev.relabel.model.views;

import dev.relabel.annotation.Affine;
import dev.relabel.annotation.Rectangle;
import dev.relabel.image.Orientation;
import dev.relabel.image.Picture;
import java.util.Optional;

/**
 * One look at a picture: a part of it, mirrored or not, or shrunk with padding on the right and
 * below.
 *
 * @param left first picture column
 * @param top first picture row
 * @param width picture columns
 * @param height picture rows
 * @param core the part that no other tile shows nearer to its middle, in pixels of the picture
 * @param flip how the part is mirrored; never swaps the sides
 * @param scale how much it is shrunk, above 0, at most 1
 */
record View(
    int left, int top, int width, int height, Rectangle core, Orientation flip, double scale) {
  /** How near to a seam a label's edge ends that the seam has cut, by the side of the view. */
  private static final double NEAR = 0.01;

  /** And at least so many pixels. */
  private static final double LEAST_NEAR = 2;

  static View plain(int left, int top, int width, int height, Rectangle core) {
    return new View(left, top, width, height, core, Orientation.UPRIGHT, 1);
  }

  View mirrored(Orientation how) {
    return new View(left, top, width, height, core, how, scale);
  }

  View scaled(double smaller) {
    return new View(left, top, width, height, core, flip, smaller);
  }

  /** The pixels to look at, as many as the part has; the caller closes them. */
  Picture of(Picture picture, int pad) {
    return picture.part(left, top, width, height, flip, shownWidth(), shownHeight(), pad);
  }

  /** Columns of the look that show the part; the others are padding. */
  int shownWidth() {
    return (int) Math.max(1, Math.rint(width * scale));
  }

  /** Rows of the look that show the part. */
  int shownHeight() {
    return (int) Math.max(1, Math.rint(height * scale));
  }

  /** From pixels of the look to pixels of the picture. */
  Affine toPicture() {
    double perColumn = (double) width / shownWidth();
    double perRow = (double) height / shownHeight();
    return switch (flip) {
      case UPRIGHT -> Affine.scaleThenShift(perColumn, perRow, left, top);
      case FLIPPED_HORIZONTALLY -> Affine.scaleThenShift(-perColumn, perRow, left + width, top);
      case FLIPPED_VERTICALLY -> Affine.scaleThenShift(perColumn, -perRow, left, top + height);
      default -> throw new IllegalStateException(flip + " is no mirror");
    };
  }

  /** The part of the picture that both show; empty when there is none. */
  Optional<Rectangle> shared(View other) {
    int right = Math.min(left + width, other.left + other.width);
    int bottom = Math.min(top + height, other.top + other.height);
    int sharedLeft = Math.max(left, other.left);
    int sharedTop = Math.max(top, other.top);
    return sharedLeft < right && sharedTop < bottom
        ? Optional.of(new Rectangle(sharedLeft, sharedTop, right, bottom))
        : Optional.empty();
  }

  boolean showsSamePartAs(View other) {
    return left == other.left && top == other.top && width == other.width && height == other.height;
  }

  /**
   * Whether something ends where this view does and the picture goes on, so that it may be cut.
   *
   * @param bounds in pixels of the picture
   */
  boolean cuts(Rectangle bounds, int pictureWidth, int pictureHeight) {
    double nearX = Math.max(LEAST_NEAR, NEAR * width);
    double nearY = Math.max(LEAST_NEAR, NEAR * height);
    return (left > 0 && bounds.left() <= left + nearX)
        || (top > 0 && bounds.top() <= top + nearY)
        || (left + width < pictureWidth && bounds.right() >= left + width - nearX)
        || (top + height < pictureHeight && bounds.bottom() >= top + height - nearY);
  }
}
