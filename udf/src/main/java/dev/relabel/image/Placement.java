package dev.relabel.image;

import dev.relabel.annotation.Affine;

/**
 * Where a picture lies in a model's input, and so how to come back.
 *
 * @param inputWidth columns of the input
 * @param inputHeight rows of the input
 * @param pictureWidth columns of the upright picture
 * @param pictureHeight rows of the upright picture
 * @param toPicture from input pixels to picture pixels
 */
public record Placement(
    int inputWidth, int inputHeight, int pictureWidth, int pictureHeight, Affine toPicture) {}
