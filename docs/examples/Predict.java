import dev.relabel.client.Input;
import dev.relabel.client.Model;
import dev.relabel.client.Options;
import dev.relabel.client.Prediction;
import dev.relabel.client.PredictionSession;
import dev.relabel.client.Relabel;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** Predicts from Java: one image at once, then a folder while its results are read. */
public final class Predict {
  public static void main(String[] arguments) throws Exception {
    String model = arguments[0];
    String image = arguments[1];
    String folder = arguments[2];
    long start = System.nanoTime();
    try (Relabel relabel = Relabel.fromEnvironment()) {
      Model detector = relabel.deploy(model);

      List<Prediction> found = detector.predict(Input.of(image), Options.DEFAULT.conf(0.6));
      double seconds = (System.nanoTime() - start) / 1e9;
      Prediction first = found.get(0);
      System.out.printf("%s: %s labels after %.1f s%n", first.source(), first.labels().size(), seconds);
      for (int i = 0; i < Math.min(3, first.labels().size()); i++) {
        double[] box = first.boxes()[i];
        System.out.printf(
            "  %s %.2f at %.0f, %.0f to %.0f, %.0f%n",
            first.classes().get(i), first.scores()[i], box[0], box[1], box[2], box[3]);
      }
      ImageIO.write(first.draw(), "jpg", Path.of(model).resolveSibling("predicted.jpg").toFile());

      try (PredictionSession session = detector.predictDetached(Input.of(folder))) {
        for (Prediction each : session) {
          System.out.println(each.name() + ": " + each.problem().orElse(each.labels().size() + " labels"));
        }
        System.out.println(session.status().message());
      }
    }
  }
}
