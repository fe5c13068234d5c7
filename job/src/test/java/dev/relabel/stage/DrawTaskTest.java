package dev.relabel.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.export.SafePath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrawTaskTest {
  @ParameterizedTest
  @CsvSource({
    "day/a.jpg, day/a.jpg",
    "day/a.png, day/a.png.jpg",
    "../../etc/passwd, _/_/etc/passwd.jpg",
    "/abs/b.JPG, abs/b.JPG",
    "c:\\x\\y.bmp, c_/x/y.bmp.jpg",
    "'..', _.jpg"
  })
  void namesOfAServerNeverLeadOutOfTheFolder(String name, String file) {
    assertThat(DrawTask.pictureName(SafePath.of(name))).isEqualTo(file);
  }
}
