package dev.relabel.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private final ManualTime time = new ManualTime();

  private double secondsFor(RateLimit limit, int requests) throws InterruptedException {
    Duration before = time.elapsed();
    for (int i = 0; i < requests; i++) {
      limit.acquire();
    }
    return time.elapsed().minus(before).toNanos() / 1e9;
  }

  @Test
  void letsASecondsWorthThroughAndThenKeepsTheRate() throws InterruptedException {
    RateLimit limit = new RateLimit(10, 1, time);
    assertThat(secondsFor(limit, 10)).isZero();
    assertThat(secondsFor(limit, 30)).isCloseTo(3, within(1e-6));
  }

  @Test
  void givesEachProcessItsShare() throws InterruptedException {
    RateLimit limit = new RateLimit(10, 5, time);
    assertThat(secondsFor(limit, 2)).isZero();
    assertThat(secondsFor(limit, 10)).isCloseTo(5, within(1e-6));
  }

  @Test
  void ratesBelowOnePerSecondWork() throws InterruptedException {
    RateLimit limit = new RateLimit(0.5, 1, time);
    assertThat(secondsFor(limit, 3)).isCloseTo(4, within(1e-6));
  }

  @Test
  void doesNotHoardIdleTime() throws InterruptedException {
    RateLimit limit = new RateLimit(10, 1, time);
    time.pass(Duration.ofHours(1));
    assertThat(secondsFor(limit, 20)).isCloseTo(1, within(1e-6));
  }

  @Test
  void waitsAsLongAsThePlatformAsks() throws InterruptedException {
    RateLimit limit = new RateLimit(10, 1, time);
    limit.slowDown(Duration.ofSeconds(7));
    // Half the rate: a fifth of a second after the pause, and the bucket is empty.
    assertThat(secondsFor(limit, 1)).isCloseTo(7.2, within(1e-6));
  }

  @Test
  void whoWaitsAlreadyKeepsAPauseThatIsAskedForMeanwhile() throws InterruptedException {
    List<RateLimit> limit = new ArrayList<>();
    Time interrupting =
        new Time() {
          @Override
          public long nanos() {
            return time.nanos();
          }

          @Override
          public Instant now() {
            return time.now();
          }

          @Override
          public void sleep(Duration duration) {
            time.sleep(duration);
            if (time.sleeps().size() == 1) {
              limit.get(0).slowDown(Duration.ofSeconds(7));
            }
          }
        };
    limit.add(new RateLimit(1, 1, interrupting));
    limit.get(0).acquire();
    limit.get(0).acquire();
    assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(7));
  }

  @Test
  void halvesOncePerBurstAndNeverStops() {
    RateLimit limit = new RateLimit(64, 1, time);
    limit.slowDown(Duration.ZERO);
    limit.slowDown(Duration.ZERO);
    assertThat(limit.requestsPerSecond()).isEqualTo(32);
    for (int i = 0; i < 100; i++) {
      time.pass(Duration.ofSeconds(1));
      limit.slowDown(Duration.ZERO);
    }
    assertThat(limit.requestsPerSecond()).isEqualTo(1);
  }

  @Test
  void comesBackWithSuccesses() {
    RateLimit limit = new RateLimit(100, 1, time);
    limit.slowDown(Duration.ZERO);
    for (int i = 0; i < 25; i++) {
      limit.succeeded();
    }
    assertThat(limit.requestsPerSecond()).isCloseTo(75, within(1e-9));
    for (int i = 0; i < 100; i++) {
      limit.succeeded();
    }
    assertThat(limit.requestsPerSecond()).isEqualTo(100);
  }

  @Test
  void refusesRatesThatAreNone() {
    assertThatThrownBy(() -> new RateLimit(0, 1, time))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Not a rate: 0.0 requests per second for 1 processes");
    assertThatThrownBy(() -> new RateLimit(Double.NaN, 1, time))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
