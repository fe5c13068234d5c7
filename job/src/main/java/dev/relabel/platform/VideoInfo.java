package dev.relabel.platform;

import dev.relabel.video.FrameTimes;

/**
 * A video.
 *
 * @param id its ID
 * @param dataset the dataset that holds it
 * @param project the project of that dataset
 * @param name its file name
 * @param width width of a frame in pixels, 0 when unknown
 * @param height height of a frame in pixels, 0 when unknown
 * @param frames how many frames the platform counts, and when each is shown
 */
public record VideoInfo(
    VideoId id,
    DatasetId dataset,
    ProjectId project,
    String name,
    int width,
    int height,
    FrameTimes frames) {}
