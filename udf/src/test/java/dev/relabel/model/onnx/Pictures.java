package dev.relabel.model.onnx;

import dev.relabel.image.ImageDecoder;
import dev.relabel.image.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/** Draws pictures. */
final class Pictures {
  private Pictures() {}

  /** One colour. */
  static Picture plain(int width, int height, Color colour) throws IOException {
    return drawn(width, height, colour, graphics -> {});
  }

  static Picture drawn(int width, int height, Color background, Consumer<Graphics2D> content)
      throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(background);
    graphics.fillRect(0, 0, width, height);
    content.accept(graphics);
    graphics.dispose();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS).decode(png.toByteArray());
  }
}
