package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicLong now = new AtomicLong();

  @Test
  void withoutATerminalALineComesEveryTenSecondsAndAtTheEnd() {
    ConsoleProgress progress = progress(false);
    for (int second = 1; second <= 25; second++) {
      now.addAndGet(Duration.ofSeconds(1).toNanos());
      progress.predicted(second * 4L, 100);
    }

    assertThat(lines())
        .containsExactly(
            "predicted 40 of 100 images (40 %), 3.6 images/s, about 17 s left",
            "predicted 80 of 100 images (80 %), 3.8 images/s, about 5 s left",
            "predicted 100 of 100 images (100 %), 3.8 images/s");
  }

  @Test
  void aTerminalsLineIsRedrawnAndClosedBeforeANote() {
    ConsoleProgress progress = progress(true);
    now.set(Duration.ofSeconds(1).toNanos());
    progress.predicted(1, 10);
    progress.note("hello");

    assertThat(text())
        .isEqualTo(
            "\r\033[Kpredicted 1 of 10 images (10 %), 0.0 images/s"
                + System.lineSeparator()
                + "hello"
                + System.lineSeparator());
  }

  @Test
  void imagesOfEarlierInvocationsDoNotCountForTheRate() {
    ConsoleProgress progress = progress(true);
    progress.predicted(1000, 2000);
    now.set(Duration.ofSeconds(10).toNanos());
    progress.predicted(1100, 2000);

    assertThat(text()).endsWith("10.0 images/s, about 2 min left");
  }

  @Test
  void timesAreShort() {
    assertThat(ConsoleProgress.shortTime(59)).isEqualTo("59 s");
    assertThat(ConsoleProgress.shortTime(90)).isEqualTo("2 min");
    assertThat(ConsoleProgress.shortTime(2 * 3600 + 5 * 60)).isEqualTo("2 h 5 min");
  }

  private ConsoleProgress progress(boolean terminal) {
    return new ConsoleProgress(
        new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, now::get);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private java.util.List<String> lines() {
    return text().lines().toList();
  }
}
