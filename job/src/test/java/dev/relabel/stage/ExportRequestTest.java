package dev.relabel.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.stage.ExportRequest.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportRequestTest {
  @ParameterizedTest
  @EnumSource
  void everyKindHasANameAndIsOffered(Kind kind) {
    String text = kind.optionName() + ":s3a://bucket/a b,c:d";

    Optional<ExportRequest> request = ExportRequest.parse(text);

    assertThat(request).contains(new ExportRequest(kind, "s3a://bucket/a b,c:d"));
    assertThat(request.orElseThrow()).hasToString(text);
    assertThat(ExportRequest.FORMS).contains(kind.optionName() + ":");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "coco", "coco:", ":file", "COCO:file", "xls:file", "s3a://bucket"})
  void anythingElseIsNone(String text) {
    assertThat(ExportRequest.parse(text)).isEmpty();
  }

  @Test
  void onlyPicturesNeedPictures() {
    assertThat(Kind.values())
        .filteredOn(Kind::needsImages)
        .containsExactly(Kind.DRAW, Kind.SUPERVISELY);
  }
}
