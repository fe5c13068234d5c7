package dev.relabel.image;

import dev.relabel.annotation.Affine;

/**
 * The whole numbers behind a {@link Placement}: which part of the picture is scaled to which size
 * and put where.
 *
 * @param inputWidth columns of the input
 * @param inputHeight rows of the input
 * @param sourceLeft first picture column that is used
 * @param sourceTop first picture row that is used
 * @param sourceWidth picture columns that are used
 * @param sourceHeight picture rows that are used
 * @param scaledWidth columns they are scaled to
 * @param scaledHeight rows they are scaled to
 * @param left input column of the first scaled column; negative when scaled columns are cut off
 * @param top input row of the first scaled row; negative when scaled rows are cut off
 * @param perColumn picture columns per input column, for the way back
 * @param perRow picture rows per input row, for the way back
 */
record Fitting(
    int inputWidth,
    int inputHeight,
    int sourceLeft,
    int sourceTop,
    int sourceWidth,
    int sourceHeight,
    int scaledWidth,
    int scaledHeight,
    int left,
    int top,
    double perColumn,
    double perRow) {

  /** Text detectors shrink by 32 inside, so their input sides are multiples of it. */
  private static final int STEP = 32;

  /**
   * A centre crop never scales more than this many times the input: what lies further out is cut
   * off anyway, and a picture of one row and a million columns would need gigabytes.
   */
  private static final int MAX_ASPECT = 16;

  static Fitting of(int width, int height, InputFormat format) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "A picture of %s × %s has no pixels".formatted(width, height));
    }
    if (format.fit() != Fit.NONE && (format.width() < 1 || format.height() < 1)) {
      throw new IllegalArgumentException(
          "The input size must be positive, not %s × %s"
              .formatted(format.width(), format.height()));
    }
    return switch (format.fit()) {
      case LETTERBOX_CENTRED -> letterboxCentred(width, height, format.width(), format.height());
      case LETTERBOX_TOP_LEFT -> letterboxTopLeft(width, height, format.width(), format.height());
      case STRETCH -> scaledTo(width, height, format.width(), format.height());
      case CROP_CENTRE -> cropCentre(width, height, format.width(), format.height());
      case NONE -> scaledTo(width, height, width, height);
      case MULTIPLE_OF_32 -> multipleOf32(width, height, Math.max(format.width(), format.height()));
    };
  }

  /** Ultralytics: sides rounded half to even, the odd pixel of padding right and below. */
  private static Fitting letterboxCentred(int width, int height, int inputWidth, int inputHeight) {
    double ratio = ratioToFit(width, height, inputWidth, inputHeight);
    int scaledWidth = side(Math.rint(width * ratio), inputWidth);
    int scaledHeight = side(Math.rint(height * ratio), inputHeight);
    int left = (int) Math.rint((inputWidth - scaledWidth) / 2.0 - 0.1);
    int top = (int) Math.rint((inputHeight - scaledHeight) / 2.0 - 0.1);
    return letterbox(
        width, height, inputWidth, inputHeight, scaledWidth, scaledHeight, left, top, ratio);
  }

  /** YOLOX: sides cut to whole pixels. */
  private static Fitting letterboxTopLeft(int width, int height, int inputWidth, int inputHeight) {
    double ratio = ratioToFit(width, height, inputWidth, inputHeight);
    int scaledWidth = side(Math.floor(width * ratio), inputWidth);
    int scaledHeight = side(Math.floor(height * ratio), inputHeight);
    return letterbox(
        width, height, inputWidth, inputHeight, scaledWidth, scaledHeight, 0, 0, ratio);
  }

  /**
   * Both families divide by the one ratio on the way back, not by the ratio of the rounded sides;
   * the same is done here so that boxes equal theirs. The two differ by less than one input pixel.
   */
  private static Fitting letterbox(
      int width,
      int height,
      int inputWidth,
      int inputHeight,
      int scaledWidth,
      int scaledHeight,
      int left,
      int top,
      double ratio) {
    return new Fitting(
        inputWidth,
        inputHeight,
        0,
        0,
        width,
        height,
        scaledWidth,
        scaledHeight,
        left,
        top,
        1 / ratio,
        1 / ratio);
  }

  /** The whole picture fills the whole input. */
  private static Fitting scaledTo(int width, int height, int inputWidth, int inputHeight) {
    return new Fitting(
        inputWidth,
        inputHeight,
        0,
        0,
        width,
        height,
        inputWidth,
        inputHeight,
        0,
        0,
        (double) width / inputWidth,
        (double) height / inputHeight);
  }

  /** torchvision and Ultralytics: the longer side is cut to whole pixels, the middle rounded. */
  private static Fitting cropCentre(int width, int height, int inputWidth, int inputHeight) {
    boolean tall = (long) inputWidth * height >= (long) inputHeight * width;
    int sourceWidth = width;
    int sourceHeight = height;
    int scaledWidth = inputWidth;
    int scaledHeight = inputHeight;
    if (tall) {
      long most = Math.max(1, MAX_ASPECT * (long) inputHeight * width / inputWidth);
      sourceHeight = (int) Math.min(height, most);
      scaledHeight = (int) Math.max(inputHeight, (long) inputWidth * sourceHeight / sourceWidth);
    } else {
      long most = Math.max(1, MAX_ASPECT * (long) inputWidth * height / inputHeight);
      sourceWidth = (int) Math.min(width, most);
      scaledWidth = (int) Math.max(inputWidth, (long) inputHeight * sourceWidth / sourceHeight);
    }
    return new Fitting(
        inputWidth,
        inputHeight,
        (width - sourceWidth) / 2,
        (height - sourceHeight) / 2,
        sourceWidth,
        sourceHeight,
        scaledWidth,
        scaledHeight,
        -(int) Math.rint((scaledWidth - inputWidth) / 2.0),
        -(int) Math.rint((scaledHeight - inputHeight) / 2.0),
        (double) sourceWidth / scaledWidth,
        (double) sourceHeight / scaledHeight);
  }

  /** PP-OCR: shrunk to the limit, never enlarged, then each side to its nearest multiple. */
  private static Fitting multipleOf32(int width, int height, int limit) {
    double ratio = Math.min(1, (double) limit / Math.max(width, height));
    return scaledTo(width, height, multiple(width * ratio), multiple(height * ratio));
  }

  private static int multiple(double side) {
    return Math.max(STEP, STEP * (int) Math.rint(Math.floor(side) / STEP));
  }

  private static double ratioToFit(int width, int height, int inputWidth, int inputHeight) {
    return Math.min((double) inputHeight / height, (double) inputWidth / width);
  }

  private static int side(double scaled, int limit) {
    return (int) Math.max(1, Math.min(limit, scaled));
  }

  Placement placement(int pictureWidth, int pictureHeight) {
    return new Placement(
        inputWidth,
        inputHeight,
        pictureWidth,
        pictureHeight,
        Affine.scaleThenShift(
            perColumn, perRow, sourceLeft - left * perColumn, sourceTop - top * perRow));
  }

  boolean coversInput() {
    return left <= 0
        && top <= 0
        && left + scaledWidth >= inputWidth
        && top + scaledHeight >= inputHeight;
  }

  boolean keepsSize() {
    return scaledWidth == sourceWidth && scaledHeight == sourceHeight;
  }
}
