package dev.relabel.platform;

/**
 * A project.
 *
 * @param id its ID
 * @param name its name
 * @param workspaceId the workspace that holds it
 * @param kind what it holds, as the platform names it, such as {@code images} or {@code videos}
 * @param imagesCount how many images the platform counts in it
 */
public record ProjectInfo(
    ProjectId id, String name, long workspaceId, String kind, long imagesCount) {}
