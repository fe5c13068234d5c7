package dev.relabel.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PixelBudgetTest {

  @Test
  void aPictureLargerThanAllRoomStillFitsAlone() {
    PixelBudget budget = new PixelBudget(100);

    try (PixelBudget.Share all = budget.take(5_000_000_000L)) {
      assertThat(all).isNotNull();
      assertThat(budget.free()).isZero();
    }
    assertThat(budget.free()).isEqualTo(100);
  }

  @Test
  void whoFindsNoRoomWaitsUntilSomebodyIsDone() throws Exception {
    PixelBudget budget = new PixelBudget(100);
    PixelBudget.Share first = budget.take(60);
    PixelBudget.Share beside = budget.take(40);

    CompletableFuture<PixelBudget.Share> waiting =
        CompletableFuture.supplyAsync(() -> budget.take(50));
    beside.close(); // 40 are not enough
    assertThat(waiting).isNotDone();
    first.close();

    waiting.get(30, TimeUnit.SECONDS).close();
    assertThat(budget.free()).isEqualTo(100);
  }

  @Test
  void wantOfMemoryIsNotTheImagesFault() {
    byte[] sample = ImageSamples.jpeg(48, 32, ImageSamples.blocks(3, 2));
    ImageHeader header = ImageHeader.read(sample);

    RuntimeException full =
        ImageDecoder.failed(
            header, new RuntimeException("error: (-4:Insufficient memory) Failed to allocate"));
    RuntimeException damaged = ImageDecoder.failed(header, new RuntimeException("bad code"));

    assertThat(full)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Not enough native memory to decode an image of 48 × 32 pixels");
    assertThat(damaged).isInstanceOf(UnreadableImageException.class);
  }
}
