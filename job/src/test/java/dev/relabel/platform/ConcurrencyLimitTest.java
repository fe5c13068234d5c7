package dev.relabel.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {
  private final ManualTime time = new ManualTime();
  private final ConcurrencyLimit limit = new ConcurrencyLimit(8, time);

  @Test
  void aBurstOfBadAnswersHalvesItOnce() {
    limit.crowded();
    limit.crowded();
    assertThat(limit.callsAtOnce()).isEqualTo(4);

    time.pass(Duration.ofSeconds(1));
    limit.crowded();
    assertThat(limit.callsAtOnce()).isEqualTo(2);
  }

  @Test
  void oneCallIsAlwaysAllowed() {
    for (int i = 0; i < 10; i++) {
      limit.crowded();
      time.pass(Duration.ofSeconds(1));
    }
    assertThat(limit.callsAtOnce()).isEqualTo(1);
  }

  @Test
  void growsByAboutOneForEachRoundOfCallsThatWentWell() {
    limit.crowded();
    for (int i = 0; i < 5; i++) { // four at once, and a bit
      limit.succeeded();
    }
    assertThat(limit.callsAtOnce()).isEqualTo(5);

    for (int i = 0; i < 100; i++) {
      limit.succeeded();
    }
    assertThat(limit.callsAtOnce()).isEqualTo(8);
  }

  @Test
  void whoComesWhenItIsFullWaitsUntilSomebodyLeaves() throws InterruptedException {
    ConcurrencyLimit one = new ConcurrencyLimit(1, time);
    one.enter();
    CountDownLatch isIn = new CountDownLatch(1);
    Thread second =
        new Thread(
            () -> {
              try {
                one.enter();
                isIn.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    second.start();
    while (second.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(isIn.getCount()).isEqualTo(1);

    one.leave();

    assertThat(isIn.await(1, TimeUnit.MINUTES)).isTrue();
    second.join();
  }

  @Test
  void wantsAtLeastOneCall() {
    assertThatThrownBy(() -> new ConcurrencyLimit(0, time))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("At least one");
  }
}
