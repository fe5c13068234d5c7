package dev.relabel.publish;

/** What became of one image's edit. */
public sealed interface PublishOutcome {

  /** The word in the receipts table and in reports. */
  String word();

  /** What the image holds of the edit now, as far as is known. */
  Effect effect();

  /** The same with another effect. */
  PublishOutcome with(Effect other);

  /** Something for people, empty if there is nothing to say. */
  default String message() {
    return "";
  }

  /** The image was to stay as it is. */
  record Unchanged(Effect effect) implements PublishOutcome {
    @Override
    public String word() {
      return "unchanged";
    }

    @Override
    public PublishOutcome with(Effect other) {
      return new Unchanged(other);
    }
  }

  /** The image is as the run wants it, and the run has written to it. */
  record Applied(Effect effect) implements PublishOutcome {
    @Override
    public String word() {
      return "applied";
    }

    @Override
    public PublishOutcome with(Effect other) {
      return new Applied(other);
    }
  }

  /** The image was as the run wants it at the first look: an earlier attempt had written it. */
  record AlreadyThere(Effect effect) implements PublishOutcome {
    @Override
    public String word() {
      return "already_there";
    }

    @Override
    public PublishOutcome with(Effect other) {
      return new AlreadyThere(other);
    }
  }

  /** Somebody else worked on labels that the run would have removed; they were left alone. */
  record Conflicted(Effect effect) implements PublishOutcome {
    @Override
    public String word() {
      return "conflicted";
    }

    @Override
    public PublishOutcome with(Effect other) {
      return new Conflicted(other);
    }
  }

  /** Writes were lost on the way, and reading back does not settle it. */
  record Unknown(String message, Effect effect) implements PublishOutcome {
    @Override
    public String word() {
      return "unknown";
    }

    @Override
    public PublishOutcome with(Effect other) {
      return new Unknown(message, other);
    }
  }

  /** The platform refuses this image's edit; nothing else is held up by it. */
  record Failed(String message, Effect effect) implements PublishOutcome {
    @Override
    public String word() {
      return "failed";
    }

    @Override
    public PublishOutcome with(Effect other) {
      return new Failed(message, other);
    }
  }
}
