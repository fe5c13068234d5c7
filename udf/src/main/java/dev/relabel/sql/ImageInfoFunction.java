package dev.relabel.sql;

import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.relabel.image.ImageHeader;
import dev.relabel.image.Sha256;
import dev.relabel.image.UnreadableImageException;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * {@code relabel_image_info(image)}: what an image file says of itself, as {@link #TYPE}; null if
 * it is null. No pixel is decoded: a millisecond per megabyte.
 *
 * <table>
 * <caption>The fields</caption>
 * <tr><th>field</th><th>what it is</th></tr>
 * <tr><td>format</td><td>jpeg, png, webp, bmp, tiff or gif, by content</td></tr>
 * <tr><td>width, height</td><td>columns and rows of the upright picture</td></tr>
 * <tr><td>orientation</td><td>EXIF's, 1–8; 1 is stored upright</td></tr>
 * <tr><td>bytes</td><td>length of the file</td></tr>
 * <tr><td>content_sha256</td><td>hex SHA-256 of the file, as in the predictions of runs</td></tr>
 * <tr><td>problem</td><td>why it cannot be read; then format, sizes and orientation are null. Null
 * where nothing is wrong, as far as that shows without decoding</td></tr>
 * </table>
 */
public final class ImageInfoFunction implements UDF1<@Nullable Object, @Nullable Row> {
  private static final long serialVersionUID = 1L;

  /** The struct that the function returns. */
  public static final StructType TYPE =
      new StructType()
          .add("format", StringType)
          .add("width", IntegerType)
          .add("height", IntegerType)
          .add("orientation", IntegerType)
          .add("bytes", LongType)
          .add("content_sha256", StringType)
          .add("problem", StringType);

  @Override
  public @Nullable Row call(@Nullable Object image) {
    if (image == null) {
      return null;
    }
    byte[] encoded = Arguments.image(image);
    long bytes = encoded.length;
    String sha256 = Sha256.hex(encoded);
    try {
      ImageHeader header = ImageHeader.read(encoded);
      return RowFactory.create(
          header.format().name().toLowerCase(Locale.ROOT),
          header.width(),
          header.height(),
          header.orientation().exif(),
          bytes,
          sha256,
          null);
    } catch (UnreadableImageException noImage) {
      return RowFactory.create(null, null, null, null, bytes, sha256, noImage.getMessage());
    }
  }
}
