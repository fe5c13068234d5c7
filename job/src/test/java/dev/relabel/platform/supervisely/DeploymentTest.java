package dev.relabel.platform.supervisely;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.platform.ManualTime;
import dev.relabel.platform.PlatformUnavailableException;
import dev.relabel.platform.Secret;
import dev.relabel.platform.Time;
import dev.relabel.testing.PlatformWithApps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeploymentTest {
  private static final Deployment.Place PLACE = new Deployment.Place(1, 3, OptionalLong.of(5));
  private static final ServedByPlatform TINY = ServedByPlatform.pretrained("TinyNet", "Tiny-S");

  private final List<String> notes = new ArrayList<>();

  /** An app that never answers. */
  private final PlatformWithApps platform = PlatformWithApps.alone().silent();

  @AfterEach
  void stop() {
    platform.close();
  }

  private void start(Time time) {
    Deployment.start(
            SuperviselyConnection.of(platform.address(), Secret.of("t")),
            TINY,
            PLACE,
            notes::add,
            time)
        .close();
  }

  @Test
  void anAppThatDoesNotGetReadyIsStopped() {
    assertThatThrownBy(() -> start(new ManualTime()))
        .isInstanceOf(PlatformUnavailableException.class)
        .hasMessageContaining("did not get ready within 20 minutes");
    assertThat(platform.status(900)).isEqualTo("stopped");
  }

  /** Time in which somebody interrupts the one who waits. */
  private static final class Interrupting implements Time {
    private final ManualTime time = new ManualTime();

    @Override
    public long nanos() {
      return time.nanos();
    }

    @Override
    public Instant now() {
      return time.now();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      throw new InterruptedException();
    }
  }

  @Test
  void anInterruptWhileTheAppStartsStopsIt() {
    assertThatThrownBy(() -> start(new Interrupting()))
        .isInstanceOf(PlatformUnavailableException.class)
        .hasMessageContaining("Interrupted while an app was starting");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(platform.status(900)).isEqualTo("stopped");
    assertThat(notes).contains("stopped task 900");
  }
}
