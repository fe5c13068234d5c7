package dev.relabel.cli;

import dev.relabel.stage.ExportRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code KIND:TARGET}. */
final class ExportTargets {
  private ExportTargets() {}

  /**
   * The targets that an option names.
   *
   * @param problems hears of those that are none
   */
  static List<ExportRequest> parse(String option, List<String> texts, List<String> problems) {
    List<ExportRequest> targets = new ArrayList<>();
    for (String text : texts) {
      Optional<ExportRequest> target = ExportRequest.parse(text);
      target.ifPresent(targets::add);
      if (target.isEmpty()) {
        problems.add("%s is %s, not '%s'".formatted(option, ExportRequest.FORMS, text));
      }
    }
    return targets;
  }
}
