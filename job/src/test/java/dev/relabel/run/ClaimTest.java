package dev.relabel.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimTest {
  private final Claim claim =
      new Claim("h", "boot 1", 7, 99, "2026-01-01T00:00:00Z", 3, Duration.ofSeconds(60));

  @Test
  void whatWasWrittenIsReadBack() {
    assertThat(Claim.of(claim.toJson())).contains(claim);
  }

  @Test
  void aClaimHoldsFromItsFirstBeatOn() {
    assertThat(claim.next().beat()).isEqualTo(4);
    assertThat(claim.holds()).isTrue();
    assertThat(new Claim("h", "m", 7, 99, "t", 0, Duration.ofSeconds(60)).holds()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "{\"beat\": 1}",
        "{\"ttlMillis\": 60000}",
        "{\"beat\": -1, \"ttlMillis\": 60000}",
        "{\"beat\": 1, \"ttlMillis\": 0}",
        "{\"beat\": 1, \"ttlMillis\": 3600001}"
      })
  void whatIsNoClaimIsRefused(String json) throws Exception {
    assertThat(Claim.of(new ObjectMapper().readTree(json))).isEmpty();
  }
}
