package dev.relabel.stage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureLimitTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 100, true", "0, 1, 100, false", "5, 5, 6, true", "5, 6, 1000, false",
    "1%, 1, 100, true", "1%, 2, 100, false", "0.05, 5, 100, true", "0.05, 6, 100, false",
    "100%, 7, 7, true"
  })
  void countsAndSharesAreTold(String text, long failures, long items, boolean allowed) {
    assertThat(FailureLimit.parse(text).orElseThrow().allows(failures, items)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "many", "1.5", "101%", "NaN"})
  void nonsenseIsRefused(String text) {
    assertThat(FailureLimit.parse(text)).isEmpty();
  }

  @Test
  void printsAsItIsWritten() {
    assertThat(FailureLimit.parse("25").orElseThrow()).hasToString("25");
    assertThat(FailureLimit.DEFAULT).hasToString("1.0%");
  }
}
