package dev.relabel.model.views;

import dev.relabel.model.Flip;
import dev.relabel.model.HeadKind;
import dev.relabel.model.HeadKind.Finds;
import dev.relabel.model.Model;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.head.Refinement;
import dev.relabel.model.head.SettingsInUse;

/** Whether a model looks at a picture several times, and the model that does so. */
public final class Views {
  private Views() {}

  /** Whether these settings ask for more than one look at a picture. */
  public static boolean areAskedFor(HeadKind kind, ModelSettings settings) {
    boolean isMirrored = settings.flip().filter(flip -> flip != Flip.NONE).isPresent();
    return kind.finds().arePlaces()
        && (settings.tileSize().orElse(0) > 0 || isMirrored || !settings.scales().isEmpty());
  }

  /** These settings with every default of tiles that the head knows, where there are any. */
  public static ModelSettings completed(HeadKind kind, ModelSettings settings) {
    return settings.tileSize().orElse(0) > 0
        ? settings.orElse(SettingsInUse.readBy(kind, ViewSettings.TILE_DEFAULTS))
        : settings;
  }

  /** The settings for the head of a model that {@link #over} shall wrap. */
  public static ModelSettings ofHead(HeadKind kind, ModelSettings settings) {
    return kind.finds() == Finds.AREAS ? AreaJoining.ofHead(settings) : settings;
  }

  /**
   * A model that takes all looks and joins what was found.
   *
   * @param model one look's; its labels are as the head gives them
   * @param settings all settings in force
   */
  public static Model over(Model model, HeadKind kind, ModelSettings settings) {
    boolean isAreas = kind.finds() == Finds.AREAS;
    ViewSettings looks = ViewSettings.of(settings);
    return new ViewedModel(
        model,
        isAreas ? looks.withoutFullImage() : looks,
        isAreas ? AreaJoining.of(settings) : ObjectJoining.of(settings),
        Refinement.of(settings));
  }
}
