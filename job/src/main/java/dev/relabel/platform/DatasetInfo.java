package dev.relabel.platform;

import java.util.Optional;

/**
 * A dataset; datasets nest.
 *
 * @param id its ID
 * @param project the project it belongs to
 * @param parent the dataset it lies in; empty at the top level
 * @param name its name, unique among its siblings
 * @param imagesCount how many images the platform counts in it, without its children
 */
public record DatasetInfo(
    DatasetId id, ProjectId project, Optional<DatasetId> parent, String name, long imagesCount) {}
