package dev.relabel.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.OrientedRectangle;
import dev.relabel.annotation.Rectangle;
import dev.relabel.annotation.WholeImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class VocExportTest {
  private final VocExport export =
      new VocExport(new ExportedRun("run-1", "best", "ab12", List.of("cat"), "1.0"));

  private byte[] xml(String name, Label... labels) {
    return export.labels(new ExportItem("7", name, 64, 32, List.of(labels)));
  }

  @Test
  void countsPixelsFromOneAndIncludesTheLast() {
    assertThat(
            new String(
                xml(
                    "street/shops/a.jpg",
                    Label.predicted("cat", new Rectangle(8, 16, 24, 32), 0.9f)),
                StandardCharsets.UTF_8))
        .isEqualTo(
            """
            <annotation>
              <folder>street/shops</folder>
              <filename>a.jpg</filename>
              <source>
                <database>Relabel 1.0</database>
                <annotation>run-1</annotation>
              </source>
              <size>
                <width>64</width>
                <height>32</height>
                <depth>3</depth>
              </size>
              <segmented>0</segmented>
              <object>
                <name>cat</name>
                <pose>Unspecified</pose>
                <truncated>0</truncated>
                <difficult>0</difficult>
                <score>0.9</score>
                <bndbox>
                  <xmin>9</xmin>
                  <ymin>17</ymin>
                  <xmax>24</xmax>
                  <ymax>32</ymax>
                </bndbox>
              </object>
            </annotation>
            """);
  }

  private static String box(byte[] xml) throws Exception {
    Document read =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml));
    return read.getElementsByTagName("bndbox")
        .item(0)
        .getTextContent()
        .strip()
        .replaceAll("\\s+", " ");
  }

  @Test
  void pixelsThatAreCoveredInPartBelongToTheBox() throws Exception {
    assertThat(box(xml("a", Label.predicted("cat", new Rectangle(1.5, 2.0004, 3.2, 3.9996), 1))))
        .isEqualTo("2 3 4 4");
    assertThat(box(xml("a", Label.predicted("cat", new Rectangle(-5, -5, 99, 0.5), 1))))
        .isEqualTo("1 1 64 1");
    assertThat(
            box(
                xml(
                    "a",
                    Label.predicted("cat", new OrientedRectangle(20, 10, 8, 4, Math.PI / 2), 1))))
        .isEqualTo("19 7 22 14");
    assertThat(box(xml("a", Label.predicted("cat", WholeImage.INSTANCE, 1))))
        .isEqualTo("1 1 64 32");
  }

  @Test
  void boxesOffTheImageAreLeftOut() {
    assertThat(
            new String(
                xml("a", Label.predicted("cat", new Rectangle(64, 0, 70, 10), 1)),
                StandardCharsets.UTF_8))
        .doesNotContain("<object>");
  }

  @Test
  void anyNameIsWellFormedXml() throws Exception {
    String name = "a<b>&\"'\u0000\u001b\ufffe\ud83d\ude00]]>";
    Document read =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(
                new ByteArrayInputStream(
                    xml(name + "\n.jpg", Label.predicted(name, new Rectangle(0, 0, 1, 1), 1))));

    String expected = "a<b>&\"'\ufffd\ufffd\ufffd\ud83d\ude00]]>";
    assertThat(read.getElementsByTagName("name").item(0).getTextContent()).isEqualTo(expected);
    assertThat(read.getElementsByTagName("filename").item(0).getTextContent())
        .isEqualTo(expected + "\n.jpg");
  }

  @Test
  void theFileIsCalledAfterItsImage() {
    assertThat(export.labelPath("street/a.jpg")).isEqualTo("Annotations/street/a.xml");
    assertThat(export.heads(new ExportedRun("", "", "", List.of(), ""))).isEmpty();
  }
}
