package dev.relabel.demo;

import dev.relabel.annotation.Polygon;

/**
 * One line of text on a picture and the box around it, as a careful person would draw it: the ink
 * with a little air.
 *
 * @param text what it says
 * @param outline its four corners, clockwise from the text's own top left, in pixels
 */
public record TextBox(String text, Polygon outline) {
  public TextBox {
    if (outline.exterior().size() != 4 || !outline.holes().isEmpty()) {
      throw new IllegalArgumentException("A text box has four corners: " + outline);
    }
  }
}
