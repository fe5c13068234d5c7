package dev.relabel.platform.embedded.geti;

import dev.relabel.image.ImageDecoder;
import dev.relabel.image.Picture;
import dev.relabel.platform.embedded.Answer;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Small square pictures of images. */
final class Thumbnail {
  private static final int SIDE = 256;

  private Thumbnail() {}

  /**
   * The middle of an image, scaled to {@value #SIDE} × {@value #SIDE} pixels, as a JPEG file.
   *
   * @throws dev.relabel.image.UnreadableImageException if it is none
   */
  static Answer of(byte[] encoded) throws IOException {
    BufferedImage whole;
    try (Picture picture = new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS).decode(encoded)) {
      whole = picture.toBufferedImage();
    }
    int side = Math.min(whole.getWidth(), whole.getHeight());
    int left = (whole.getWidth() - side) / 2;
    int top = (whole.getHeight() - side) / 2;
    BufferedImage small = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(whole, 0, 0, SIDE, SIDE, left, top, left + side, top + side, null);
    graphics.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(small, "jpg", out);
    return new Answer.Bytes(out.toByteArray(), "image/jpeg");
  }
}
