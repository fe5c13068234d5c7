package dev.relabel.platform;

import dev.relabel.annotation.LabelClass;
import java.util.List;

/**
 * What a server says of the model that it serves.
 *
 * @param name a name for people
 * @param identity a text that is equal for equal predictions: names of the model and its weights,
 *     classes and the server's own settings, but nothing of the machine that it runs on
 * @param classes the classes it predicts
 * @param settings the server's own settings and their values, as a JSON object
 * @param mostImages how many images it takes at once, at least 1
 */
public record ServedModelInfo(
    String name, String identity, List<LabelClass> classes, String settings, int mostImages) {
  public ServedModelInfo {
    classes = List.copyOf(classes);
  }
}
