package dev.relabel.track;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Labels of a made-up video: boxes that drift, shake, hide and fade, and some that are nothing. */
final class Scene {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 600;

  private Scene() {}

  static Label box(String className, double x, double y, double score) {
    return box(className, x, y, 40, 80, score);
  }

  static Label box(
      String className, double x, double y, double width, double height, double score) {
    return Label.predicted(
        className,
        new Rectangle(x - width / 2, y - height / 2, x + width / 2, y + height / 2),
        score);
  }

  /** Frames by that seed; no two labels of a frame are alike. */
  static List<List<Label>> random(long seed, int frames, int objects) {
    Random random = new Random(seed);
    double[][] states = new double[objects][]; // x, y, change of x, change of y, height
    for (int i = 0; i < objects; i++) {
      states[i] =
          new double[] {
            random.nextInt(WIDTH),
            random.nextInt(HEIGHT),
            random.nextGaussian() * 4,
            random.nextGaussian() * 2,
            40 + random.nextInt(80)
          };
    }
    List<List<Label>> scene = new ArrayList<>();
    for (int frame = 0; frame < frames; frame++) {
      List<Label> labels = new ArrayList<>();
      for (int i = 0; i < objects; i++) {
        double[] state = states[i];
        state[0] += state[2] + random.nextGaussian();
        state[1] += state[3] + random.nextGaussian();
        boolean hidden = random.nextInt(6) == 0 || (frame / 5 + i) % 7 == 0;
        double score =
            random.nextInt(4) == 0 ? random.nextDouble() : 0.7 + random.nextInt(3) / 10.0;
        if (!hidden) {
          String className = i % 3 == 0 ? "dog" : "cat";
          labels.add(box(className, state[0], state[1], state[4] / 2, state[4], score));
        }
      }
      if (random.nextInt(3) == 0) {
        double x = random.nextInt(WIDTH);
        labels.add(box("cat", x, random.nextInt(HEIGHT), random.nextDouble()));
      }
      scene.add(frame % 17 == 11 ? List.of() : labels);
    }
    return scene;
  }
}
