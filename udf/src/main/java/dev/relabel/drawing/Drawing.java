package dev.relabel.drawing;

import dev.relabel.annotation.Label;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A picture with labels drawn on it, for people to look at.
 *
 * <p>Large areas are drawn before small ones; captions come last, those of sure predictions in the
 * best places. Lines and letters grow with the picture. Needs neither a display nor fonts. Confined
 * to one thread; the same input gives the same pixels.
 */
public final class Drawing {
  /** A good balance of size and looks for {@link #jpeg}. */
  public static final double DEFAULT_QUALITY = 0.9;

  private final BufferedImage image;
  private final ClassColours colours;

  private Drawing(BufferedImage image, ClassColours colours) {
    this.image = image;
    this.colours = colours;
  }

  /**
   * Begins with a picture.
   *
   * @param width columns, positive
   * @param height rows, positive
   * @param rgb {@code width × height × 3} bytes, row by row, red first; not kept
   * @param colours which colour each class has
   */
  public static Drawing on(int width, int height, byte[] rgb, ClassColours colours) {
    if (width <= 0 || height <= 0 || rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          "A picture of %s × %s pixels has %s bytes, not %s"
              .formatted(width, height, 3L * width * height, rgb.length));
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < bgr.length; i += 3) {
      bgr[i] = rgb[i + 2];
      bgr[i + 1] = rgb[i + 1];
      bgr[i + 2] = rgb[i];
    }
    return new Drawing(image, colours);
  }

  /** Draws these labels; may be called again with others, which then lie on top. */
  public Drawing draw(List<Label> labels) {
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      ShapePainter shapes = new ShapePainter(graphics, image.getWidth(), image.getHeight());
      labels.stream()
          .sorted(Comparator.comparingDouble((Label label) -> -label.geometry().bounds().area()))
          .forEach(label -> shapes.paint(label.geometry(), colours.of(label.className())));
      CaptionPainter captions =
          new CaptionPainter(
              graphics, image.getWidth(), image.getHeight(), shapes.lineWidth(), labels);
      labels.stream()
          .sorted(Comparator.comparingDouble((Label label) -> -label.score().orElse(1)))
          .forEach(label -> captions.paint(label, colours.of(label.className())));
    } finally {
      graphics.dispose();
    }
    return this;
  }

  /** The colour of one pixel, {@code 0xRRGGBB}. */
  int pixel(int x, int y) {
    return image.getRGB(x, y) & 0xFFFFFF;
  }

  /** The picture itself; drawn on if {@link #draw} is called again. */
  public BufferedImage image() {
    return image;
  }

  /** The picture as a PNG file. */
  public byte[] png() {
    return encode("png", -1);
  }

  /**
   * The picture as a JPEG file.
   *
   * @param quality 0 (small) to 1 (fine)
   */
  public byte[] jpeg(double quality) {
    if (!(quality >= 0 && quality <= 1)) {
      throw new IllegalArgumentException("A JPEG's quality lies in 0–1, not " + quality);
    }
    return encode("jpeg", quality);
  }

  private byte[] encode(String format, double quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      if (quality >= 0) {
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality((float) quality);
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), settings);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("Could not encode a picture in memory", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
