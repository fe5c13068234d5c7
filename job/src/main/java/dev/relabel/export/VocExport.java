package dev.relabel.export;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.WholeImage;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * Pascal VOC: for the image {@code street/a.jpg} the file {@code Annotations/street/a.xml} with the
 * upright box of every label, whatever its shape; of a label of the whole image, the image.
 *
 * <p>VOC counts pixels from 1, and {@code xmax}, {@code ymax} are the last that the box covers: a
 * box over the first eight columns is {@code xmin} 1, {@code xmax} 8. Pixels that a box covers in
 * part belong to it. A box that is off the image is left out. {@code score} is an extra that other
 * readers skip.
 */
public final class VocExport implements FilePerImage {
  private static final long serialVersionUID = 1L;

  /** What lies closer to a pixel's edge than this does not reach into the next pixel. */
  private static final double PIXEL_STEPS = 1000;

  private static final double SCORE_STEPS = 1e6;

  private final String runId;
  private final String version;

  /** The export of a run. */
  public VocExport(ExportedRun run) {
    this.runId = run.runId();
    this.version = run.version();
  }

  @Override
  public String labelPath(String name) {
    return "Annotations/" + SafePath.withoutEnding(name) + ".xml";
  }

  @Override
  public String imagePath(String name) {
    return "JPEGImages/" + name;
  }

  @Override
  public byte[] labels(ExportItem item) {
    String name = item.fileName();
    int slash = name.lastIndexOf('/');
    StringBuilder xml = new StringBuilder();
    xml.append("<annotation>\n");
    line(xml, 1, "folder", slash < 0 ? "" : name.substring(0, slash));
    line(xml, 1, "filename", name.substring(slash + 1));
    xml.append("  <source>\n");
    line(xml, 2, "database", "Relabel " + version);
    line(xml, 2, "annotation", runId);
    xml.append("  </source>\n  <size>\n");
    line(xml, 2, "width", Integer.toString(item.width()));
    line(xml, 2, "height", Integer.toString(item.height()));
    line(xml, 2, "depth", "3");
    xml.append("  </size>\n");
    line(xml, 1, "segmented", "0");
    for (Label label : item.labels()) {
      object(xml, label, item.width(), item.height());
    }
    return xml.append("</annotation>\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void object(StringBuilder xml, Label label, int width, int height) {
    Rectangle box =
        label.geometry() instanceof WholeImage
            ? new Rectangle(0, 0, width, height)
            : label.geometry().bounds();
    long left = Math.max(0, first(box.left()));
    long top = Math.max(0, first(box.top()));
    long right = Math.min(width, behind(box.right()));
    long bottom = Math.min(height, behind(box.bottom()));
    if (right <= left || bottom <= top) {
      return;
    }
    xml.append("  <object>\n");
    line(xml, 2, "name", label.className());
    line(xml, 2, "pose", "Unspecified");
    line(xml, 2, "truncated", "0");
    line(xml, 2, "difficult", "0");
    if (label.score().isPresent()) {
      double score = Math.rint(label.score().getAsDouble() * SCORE_STEPS) / SCORE_STEPS;
      line(xml, 2, "score", BigDecimal.valueOf(score).stripTrailingZeros().toPlainString());
    }
    xml.append("    <bndbox>\n");
    line(xml, 3, "xmin", Long.toString(left + 1));
    line(xml, 3, "ymin", Long.toString(top + 1));
    line(xml, 3, "xmax", Long.toString(right));
    line(xml, 3, "ymax", Long.toString(bottom));
    xml.append("    </bndbox>\n  </object>\n");
  }

  /** The pixel that holds a left or upper edge, from 0. */
  private static long first(double edge) {
    return (long) Math.floor(Math.rint(edge * PIXEL_STEPS) / PIXEL_STEPS);
  }

  /** The first pixel that a right or lower edge does not reach, from 0. */
  private static long behind(double edge) {
    return (long) Math.ceil(Math.rint(edge * PIXEL_STEPS) / PIXEL_STEPS);
  }

  private static void line(StringBuilder xml, int depth, String element, String text) {
    xml.append("  ".repeat(depth))
        .append('<')
        .append(element)
        .append('>')
        .append(escaped(text))
        .append("</")
        .append(element)
        .append(">\n");
  }

  /** What XML 1.0 has no form for at all becomes the replacement character. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            each -> {
              switch (each) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '\t', '\n', '\r' -> escaped.append(String.format(Locale.ROOT, "&#%d;", each));
                default -> escaped.appendCodePoint(isCharacter(each) ? each : '\uFFFD');
              }
            });
    return escaped.toString();
  }

  private static boolean isCharacter(int codePoint) {
    return codePoint >= 0x20
        && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE)
        && codePoint != 0xFFFE
        && codePoint != 0xFFFF;
  }

  @Override
  public Map<String, byte[]> heads(ExportedRun run) {
    return Map.of();
  }
}
