package dev.relabel.publish;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.Tolerance;
import dev.relabel.platform.FigureId;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.PlatformLabel;
import dev.relabel.publish.BatchWriter.Recorded;
import dev.relabel.run.WriteBack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares what an image holds with what is recorded of it. */
public final class Verification {
  private Verification() {}

  /** What can be different. */
  public enum Kind {
    /** A label that is recorded is not there. */
    MISSING,
    /** A label that is recorded has been changed. */
    CHANGED,
    /** A label is there that is not recorded. */
    APPEARED,
    /** The image is not on the platform any more. */
    IMAGE_GONE,
    /** What the platform says of the image's labels cannot be understood. */
    UNREADABLE,
    /** The image's change was planned and not written, or it is not known whether it was. */
    NOT_WRITTEN
  }

  /**
   * One difference.
   *
   * @param kind what is different
   * @param label the label, as it is now or as it was recorded; empty if it is about the image
   */
  public record Difference(Kind kind, Optional<PlatformLabel> label) {}

  /**
   * The differences of one image.
   *
   * @param now what it holds; empty if it is gone
   */
  public static List<Difference> of(
      Recorded recorded, Optional<PlatformAnnotation> now, UploadMode mode, Tolerance tolerance) {
    Optional<Receipt> receipt = recorded.receipt().filter(Receipt::isSettled);
    if (receipt.isEmpty()) {
      return List.of(new Difference(Kind.NOT_WRITTEN, Optional.empty()));
    }
    if (mode == UploadMode.CREATE
        && receipt.get().image().equals(recorded.planned().before().image())) {
      return List.of(); // no copy was made, and the source is not the run's
    }
    if (now.isEmpty()) {
      return List.of(new Difference(Kind.IMAGE_GONE, Optional.empty()));
    }
    List<PlatformLabel> expected = expected(recorded.planned(), receipt.get());
    List<PlatformLabel> there =
        now.get().withImageClasses(imageClasses(recorded.planned(), expected)).labels();
    Survivors survivors = Survivors.of(expected, there, List.of(), tolerance);
    List<Difference> differences = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      PlatformLabel changed = survivors.edited().get(i);
      if (changed != null) {
        differences.add(new Difference(Kind.CHANGED, Optional.of(changed)));
      } else if (!survivors.unchanged().containsKey(i)) {
        differences.add(new Difference(Kind.MISSING, Optional.of(expected.get(i))));
      }
    }
    survivors
        .appeared()
        .forEach(label -> differences.add(new Difference(Kind.APPEARED, Optional.of(label))));
    return differences;
  }

  private static Set<String> imageClasses(PlannedChange planned, List<PlatformLabel> expected) {
    List<Label> own = new ArrayList<>(planned.change().additions());
    planned.change().removals().forEach(each -> own.add(each.label()));
    expected.forEach(each -> own.add(each.label()));
    return Edit.imageClasses(own);
  }

  private static List<PlatformLabel> expected(PlannedChange planned, Receipt receipt) {
    List<PlatformLabel> expected =
        new ArrayList<>(
            new Passage(
                    planned,
                    receipt.dataset(),
                    receipt.image(),
                    receipt.standing(),
                    receipt.others(),
                    WriteBack.PUBLISH,
                    UploadMode.APPEND)
                .edit()
                .base()
                .labels());
    for (OtherEdit other : receipt.others()) {
      Optional<FigureId> id = other.label().id();
      expected.removeIf(
          label -> id.isPresent() ? label.id().equals(id) : label.equals(other.label()));
      if (other.kind() != OtherEdit.Kind.DELETED) {
        expected.add(other.label());
      }
    }
    return expected;
  }
}
