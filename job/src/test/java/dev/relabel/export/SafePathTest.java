package dev.relabel.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.image.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafePathTest {
  @ParameterizedTest
  @CsvSource({
    "street/a.jpg, street/a.jpg",
    "Straße/ä ö.JPG, Straße/ä ö.JPG",
    "../../etc/passwd, _/_/etc/passwd",
    "/abs//b.jpg/, abs/b.jpg",
    "c:\\x\\y.bmp, c_/x/y.bmp",
    "., _",
    "'', _",
    "' / ', _",
    "a/./b, a/_/b",
    ".hidden/.b.jpg, _.hidden/_.b.jpg",
    "a./b , a_/b",
    "'a ?*<>|\"b', a ______b",
    "CON/nul.txt/com1x, _CON/_nul.txt/com1x"
  })
  void aNameBecomesAPathThatStaysInItsFolder(String name, String path) {
    assertThat(SafePath.of(name)).isEqualTo(path);
    assertThat(SafePath.of(path)).isEqualTo(path);
  }

  @Test
  void noControlCharacterSurvives() {
    assertThat(SafePath.of("a\nb\u0000c\u2028d\ud800e")).isEqualTo("a_b_c_d_e");
  }

  @Test
  void longNamesAreCutAndStayDifferent() {
    String first = SafePath.of("ß".repeat(300) + "1.jpeg");
    String second = SafePath.of("ß".repeat(300) + "2.jpeg");

    assertThat(first).isNotEqualTo(second).endsWith(".jpeg").containsPattern(SafePath.UNIQUE);
    assertThat(first.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(180);
  }

  @Test
  void tooManyFoldersAreLeftOut() {
    String deep = SafePath.of("folder/".repeat(500) + "a.jpg");

    assertThat(deep).matches("a~[0-9a-f]{16}\\.jpg");
  }

  @Test
  void noPartIsEverARefusedOne() {
    for (char each = 0; each < 0x180; each++) {
      String path = SafePath.of("x" + each + "/" + each + each + "/y" + each);
      assertThat(Arrays.asList(path.split("/", -1)))
          .as("character %s", (int) each)
          .allSatisfy(part -> assertThat(part).isNotBlank().doesNotStartWith("."));
      assertThat(path).doesNotContain("\\", ":", "*", "?");
    }
  }

  @Test
  void aUniquePathKeepsItsFolderAndEnding() {
    assertThat(SafePath.unique("street.d/a.jpg", "image:7"))
        .isEqualTo(
            "street.d/a~%s.jpg"
                .formatted(
                    Sha256.hex("image:7".getBytes(StandardCharsets.UTF_8)).substring(0, 16)));
    assertThat(SafePath.unique("film.mp4/000030", "film.mp4#frame=30"))
        .matches("film\\.mp4/000030~[0-9a-f]{16}");
  }

  @ParameterizedTest
  @CsvSource({
    "a.jpg, a",
    "a.b.jpg, a.b",
    "film.mp4/000030, film.mp4/000030",
    "_.jpg, _",
    ".jpg, .jpg"
  })
  void onlyTheLastEndingIsTakenOff(String path, String without) {
    assertThat(SafePath.withoutEnding(path)).isEqualTo(without);
  }
}
