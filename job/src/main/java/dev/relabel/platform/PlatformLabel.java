package dev.relabel.platform;

import dev.relabel.annotation.Label;
import java.util.Optional;

/**
 * A label as the platform holds it.
 *
 * @param id the platform's ID, by which it can be removed; empty where labels have none
 * @param label the label in our convention; a shape that we do not model is absent from this list's
 *     owner and counted there
 */
public record PlatformLabel(Optional<FigureId> id, Label label) {}
