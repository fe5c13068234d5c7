package dev.relabel.publish;

/** What became of one image's change. */
public sealed interface PublishOutcome {

  /** The word in the receipts table and in reports. */
  String word();

  /** How many labels of the run are on the image now that were not before. */
  default int added() {
    return 0;
  }

  /** How many labels the run has removed. */
  default int removed() {
    return 0;
  }

  /** How many labels were left alone because a person worked on them. */
  default int conflicts() {
    return 0;
  }

  /** Something for people, empty if there is nothing to say. */
  default String message() {
    return "";
  }

  /** The image is as the run wants it, and the run has written to it. */
  record Applied(int added, int removed, int conflicts) implements PublishOutcome {
    @Override
    public String word() {
      return conflicts == 0 ? "applied" : "conflicted";
    }
  }

  /** The image was as the run wants it from the start. */
  record Unchanged() implements PublishOutcome {
    @Override
    public String word() {
      return "unchanged";
    }
  }

  /** Writes were lost on the way, and reading back does not settle it. */
  record Unknown(String message) implements PublishOutcome {
    @Override
    public String word() {
      return "unknown";
    }
  }

  /** The platform refuses this image's change; nothing else is held up by it. */
  record Refused(String message) implements PublishOutcome {
    @Override
    public String word() {
      return "refused";
    }
  }
}
