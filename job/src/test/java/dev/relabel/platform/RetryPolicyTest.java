package dev.relabel.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.platform.Repeat.Effect;
import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private static final RetryPolicy POLICY =
      new RetryPolicy(5, Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(60));

  private static RandomGenerator always(double value) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new IllegalStateException("Only doubles are drawn");
      }

      @Override
      public double nextDouble() {
        return value;
      }
    };
  }

  @Test
  void boundsDoubleUpToTheLongest() {
    for (int failed = 1; failed <= 4; failed++) {
      double[] halves = {0.5, 1, 1.5, 1.5};
      assertThat(POLICY.pause(failed, Duration.ZERO, Duration.ZERO, always(0.5)))
          .hasValue(Duration.ofMillis((long) (halves[failed - 1] * 1000)));
    }
  }

  @Test
  void jitterReachesFromNothingToTheBound() {
    Random random = new Random(7);
    double sum = 0;
    for (int i = 0; i < 1000; i++) {
      Duration pause = POLICY.pause(2, Duration.ZERO, Duration.ZERO, random).orElseThrow();
      assertThat(pause).isBetween(Duration.ZERO, Duration.ofSeconds(2));
      sum += pause.toNanos() / 1e9;
    }
    assertThat(sum / 1000).as("mean with seed 7").isBetween(0.9, 1.1);
  }

  @Test
  void neverComesBackBeforeTheServerAsked() {
    assertThat(POLICY.pause(1, Duration.ZERO, Duration.ofSeconds(20), always(0.5)))
        .hasValue(Duration.ofSeconds(20));
  }

  @Test
  void endsWithTheAttemptsOrTheTime() {
    assertThat(POLICY.pause(5, Duration.ZERO, Duration.ZERO, always(0))).isEmpty();
    assertThat(POLICY.pause(1, Duration.ofSeconds(59), Duration.ofSeconds(2), always(0))).isEmpty();
    assertThat(POLICY.pause(1, Duration.ofSeconds(57), Duration.ofSeconds(2), always(0)))
        .hasValue(Duration.ofSeconds(2));
    assertThat(POLICY.within(Duration.ofSeconds(1)).total()).isEqualTo(Duration.ofSeconds(1));
    assertThat(POLICY.within(Duration.ofHours(1))).isEqualTo(POLICY);
  }

  @Test
  void manyAttemptsDoNotOverflow() {
    RetryPolicy patient =
        new RetryPolicy(1000, Duration.ofDays(1), Duration.ofDays(9), Duration.ofDays(99));
    assertThat(patient.pause(900, Duration.ZERO, Duration.ZERO, always(1)))
        .hasValue(Duration.ofDays(9));
  }

  @Test
  void repeatsOnlyWhatTheCallAllows() {
    assertThat(Repeat.SAFE.allowsAnother(Effect.POSSIBLE)).isTrue();
    assertThat(Repeat.CHECK_FIRST.allowsAnother(Effect.POSSIBLE)).isFalse();
    assertThat(Repeat.CHECK_FIRST.allowsAnother(Effect.NONE)).isTrue();
    assertThat(Repeat.NEVER.allowsAnother(Effect.NONE)).isFalse();
  }
}
