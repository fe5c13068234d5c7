package dev.relabel.stage;

import dev.relabel.model.ModelCard;
import java.nio.file.Path;

/**
 * The run's model on the driver's disk, opened once and found usable.
 *
 * @param file the file
 * @param card what it is
 */
public record LocalModel(Path file, ModelCard card) {}
