package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.format.GeometryCoordinates;
import dev.relabel.platform.format.GeometryCoordinates.Axis;
import dev.relabel.platform.local.ImageSize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.InflaterInputStream;

/**
 * The upright box around a geometry's coordinates, in wire coordinates; NaN where it has none.
 *
 * @param left smallest x
 * @param top smallest y
 * @param right largest x
 * @param bottom largest y
 */
record Extent(double left, double top, double right, double bottom) {
  /** Clients send what they computed in floating point. */
  private static final double TOLERANCE = 1e-6;

  /** Where width and height stand in a PNG (RFC 2083, 3.2 and 4.1.1). */
  private static final int PNG_SIZE_AT = 16;

  private static final int ZLIB_MAGIC = 0x78;

  /**
   * The extent of a geometry.
   *
   * @throws IllegalArgumentException if the geometry is malformed
   */
  static Extent of(String type, ObjectNode geometry) {
    double[] box = {Double.NaN, Double.NaN, Double.NaN, Double.NaN};
    GeometryCoordinates.edit(
        type,
        geometry.deepCopy(),
        (role, axis, value) -> {
          int at = axis == Axis.X ? 0 : 1;
          double number = value.doubleValue();
          box[at] = Double.isNaN(box[at]) ? number : Math.min(box[at], number);
          box[at + 2] = Double.isNaN(box[at + 2]) ? number : Math.max(box[at + 2], number);
          return value;
        });
    if (type.equals("bitmap")) {
      ImageSize size = pngSize(geometry.path("bitmap").path("data").asText());
      box[2] += size.width();
      box[3] += size.height();
    }
    return new Extent(box[0], box[1], box[2], box[3]);
  }

  /** The size of a mask: base64 of a PNG, compressed once more or not (fact sheet, 3.4). */
  private static ImageSize pngSize(String data) {
    try {
      byte[] bytes = Base64.getDecoder().decode(data);
      InputStream in = new ByteArrayInputStream(bytes);
      if (bytes.length > 0 && bytes[0] == ZLIB_MAGIC) {
        in = new InflaterInputStream(in);
      }
      byte[] header = in.readNBytes(PNG_SIZE_AT + 8);
      if (header.length == PNG_SIZE_AT + 8 && header[1] == 'P' && header[2] == 'N') {
        ByteBuffer numbers = ByteBuffer.wrap(header);
        return new ImageSize(numbers.getInt(PNG_SIZE_AT), numbers.getInt(PNG_SIZE_AT + 4));
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException("A mask's \"data\" is damaged: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("A mask's \"data\" holds no PNG");
  }

  /** Whether it has coordinates and they lie on an image; anything does on one of unknown size. */
  boolean isOn(ImageSize image) {
    return left >= -TOLERANCE
        && top >= -TOLERANCE
        && (!image.isKnown()
            || (right <= image.width() + TOLERANCE && bottom <= image.height() + TOLERANCE));
  }

  /** {@code [top, left, bottom, right]}, as figures carry it; empty if there are no coordinates. */
  ArrayNode toJson() {
    ArrayNode box = JsonNodeFactory.instance.arrayNode();
    return Double.isNaN(left) ? box : box.add(top).add(left).add(bottom).add(right);
  }
}
