package dev.relabel.model.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.annotation.Affine;
import dev.relabel.annotation.Rectangle;
import dev.relabel.image.Orientation;
import dev.relabel.image.Picture;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ViewSettingsTest {

  private static ViewSettings tiles(int size, double overlap) {
    return new ViewSettings(size, overlap, false, List.of(), List.of(), 114);
  }

  /** Counted pixel by pixel: every pixel in one core, every core in its tile. */
  @Test
  void tilesCoverThePictureAndTheirCoresShareItOut() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int width = 1 + random.nextInt(300);
      int height = 1 + random.nextInt(300);
      int size = 64 + random.nextInt(100);
      double overlap = random.nextInt(4) * 0.25;
      int[] cores = new int[width * height];
      for (View view : tiles(size, overlap).views(width, height)) {
        Rectangle core = view.core();
        assertThat(view.width()).isEqualTo(Math.min(size, width));
        assertThat(view.height()).isEqualTo(Math.min(size, height));
        assertThat(core.left()).isGreaterThanOrEqualTo(view.left());
        assertThat(core.right()).isLessThanOrEqualTo(view.left() + view.width());
        assertThat(core.top()).isGreaterThanOrEqualTo(view.top());
        assertThat(core.bottom()).isLessThanOrEqualTo(view.top() + view.height());
        for (int y = (int) core.top(); y < core.bottom(); y++) {
          for (int x = (int) core.left(); x < core.right(); x++) {
            cores[y * width + x]++;
          }
        }
      }
      assertThat(cores).as("seed %s", seed).containsOnly(1);
    }
  }

  @Test
  void neighboursShareAtLeastTheOverlap() {
    List<View> views = tiles(100, 0.2).views(1000, 90);

    assertThat(views).hasSize(13); // 12.25 steps of 80 pixels
    for (int i = 1; i < views.size(); i++) {
      assertThat(views.get(i - 1).left() + 100 - views.get(i).left()).isGreaterThanOrEqualTo(20);
    }
  }

  @Test
  void aPictureNoLargerThanATileIsLookedAtOnce() {
    ViewSettings settings = new ViewSettings(640, 0.2, true, List.of(), List.of(), 114);

    assertThat(settings.views(640, 480)).hasSize(1);
    assertThat(settings.views(641, 480)).hasSize(3); // two tiles and the whole
  }

  @Test
  void everyPixelOfALookIsWhereTheWayBackSays() {
    Random random = new Random(1);
    byte[] rgb = new byte[3 * 20 * 15];
    random.nextBytes(rgb);
    View part = View.plain(3, 2, 12, 9, new Rectangle(3, 2, 15, 11));
    List<View> views =
        List.of(
            part,
            part.mirrored(Orientation.FLIPPED_HORIZONTALLY),
            part.mirrored(Orientation.FLIPPED_VERTICALLY));
    try (Picture picture = Picture.ofRgb(20, 15, rgb)) {
      for (View view : views) {
        try (Picture pixels = view.of(picture, 114)) {
          byte[] seen = pixels.toRgb();
          Affine back = view.toPicture();
          for (int y = 0; y < pixels.height(); y++) {
            for (int x = 0; x < pixels.width(); x++) {
              int column = (int) Math.floor(back.x(x + 0.5, y + 0.5));
              int row = (int) Math.floor(back.y(x + 0.5, y + 0.5));
              assertThat(seen[3 * (y * pixels.width() + x)])
                  .isEqualTo(rgb[3 * (row * 20 + column)]);
            }
          }
        }
      }
    }
  }

  /** Halves of 10 × 12 pixels, shrunk to 0.4: 8 of 20 columns, the seam at 4. */
  @Test
  void aSmallerLookIsAsLargeAsTheOthersAndLeadsBack() {
    byte[] rgb = new byte[3 * 20 * 12];
    for (int i = 0; i < 20 * 12; i++) {
      rgb[3 * i] = (byte) (i % 20 < 10 ? 50 : 100);
    }
    View view = View.plain(0, 0, 20, 12, new Rectangle(0, 0, 20, 12)).scaled(0.4);
    try (Picture picture = Picture.ofRgb(20, 12, rgb);
        Picture pixels = view.of(picture, 114)) {
      byte[] seen = pixels.toRgb();
      assertThat(List.of(pixels.width(), pixels.height())).containsExactly(20, 12);
      assertThat(List.of(view.shownWidth(), view.shownHeight())).containsExactly(8, 5);
      for (int y = 0; y < 12; y++) {
        for (int x = 0; x < 20; x++) {
          int expected = x < 8 && y < 5 ? (x < 4 ? 50 : 100) : 114;
          assertThat((int) seen[3 * (y * 20 + x)]).isEqualTo(expected);
        }
      }
      assertThat(view.toPicture().x(4, 5)).isEqualTo(10);
      assertThat(view.toPicture().y(4, 5)).isEqualTo(12);
    }
  }
}
