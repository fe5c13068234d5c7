package dev.relabel.demo;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** What lies behind the text: skies, walls, desks. Nothing here looks like letters. */
final class Backdrop {
  private Backdrop() {}

  /** The whole picture in one colour turning into another from top to bottom. */
  static void gradient(Scene scene, Color top, Color bottom) {
    scene.graphics().setPaint(new GradientPaint(0, 0, top, 0, scene.height(), bottom));
    scene.graphics().fillRect(0, 0, scene.width(), scene.height());
  }

  /** Sky with clouds, hills and a road. */
  static void street(Scene scene) {
    gradient(
        scene,
        scene.pick(new Color(0x5B9BD5), new Color(0x7FB2DD), new Color(0x8A9BB0)),
        new Color(0xE6EEF4));
    int width = scene.width();
    int height = scene.height();
    for (int i = 0; i < 7; i++) {
      double size = scene.between(width / 9, width / 4);
      double x = scene.between(-100, width);
      double y = scene.between(0, height / 3);
      scene.fill(new Ellipse2D.Double(x, y, size, size * 0.32), new Color(255, 255, 255, 70));
    }
    hill(scene, height * 0.62, height * 0.12, new Color(0x8FAE8B));
    hill(scene, height * 0.72, height * 0.08, new Color(0x6E9468));
    double curb = height * 0.84;
    scene.fill(new Rectangle2D.Double(0, curb, width, height), new Color(0xA9A79F));
    scene.fill(new Rectangle2D.Double(0, curb + 26, width, height), new Color(0x55585C));
    for (int x = scene.between(-80, 0); x < width; x += 220) {
      scene.fill(new Rectangle2D.Double(x, height * 0.94, 120, 9), new Color(0xDCD9C8));
    }
  }

  private static void hill(Scene scene, double level, double rise, Color colour) {
    Path2D hill = new Path2D.Double();
    int width = scene.width();
    hill.moveTo(0, scene.height());
    hill.lineTo(0, level);
    double step = width / 3.0;
    for (int i = 0; i < 3; i++) {
      double x = i * step;
      hill.curveTo(
          x + step / 3,
          level - rise * (0.3 + scene.random().nextDouble()),
          x + step * 2 / 3,
          level - rise * (0.3 + scene.random().nextDouble()),
          x + step,
          level);
    }
    hill.lineTo(width, scene.height());
    hill.closePath();
    scene.fill(hill, colour);
  }

  /** A wall of bricks. */
  static void bricks(Scene scene) {
    Color brick = scene.pick(new Color(0x9A5B45), new Color(0xA8745A), new Color(0x7F5A52));
    gradient(scene, brick, brick.darker());
    int high = 34;
    int wide = 88;
    for (int row = 0; row * high < scene.height(); row++) {
      for (int x = row % 2 == 0 ? 0 : -wide / 2; x < scene.width(); x += wide) {
        int shade = scene.between(-16, 16);
        scene.fill(
            new Rectangle2D.Double(x + 2, row * high + 2, wide - 4, high - 4),
            new Color(
                brick.getRed() + shade, brick.getGreen() + shade / 2, brick.getBlue() + shade / 2));
      }
    }
  }

  /** Plaster with large soft stains. */
  static void plaster(Scene scene) {
    Color wall = scene.pick(new Color(0xD9CDB4), new Color(0xC4CFD1), new Color(0xD8B8A0));
    gradient(scene, wall, wall.darker());
    for (int i = 0; i < 40; i++) {
      double size = scene.between(80, 420);
      scene.fill(
          new Ellipse2D.Double(
              scene.between(-200, scene.width()),
              scene.between(-200, scene.height()),
              size,
              size * 0.7),
          scene.pick(new Color(255, 255, 255, 10), new Color(60, 40, 20, 8)));
    }
  }

  /** A table top of wooden boards. */
  static void desk(Scene scene) {
    Color wood = scene.pick(new Color(0x6B4A32), new Color(0x8A6A4A), new Color(0x4E4A48));
    gradient(scene, wood, wood.darker());
    int board = 150;
    for (int x = 0; x < scene.width(); x += board) {
      scene.fill(
          new Rectangle2D.Double(x, 0, board - 3, scene.height()),
          new Color(255, 240, 220, scene.between(4, 26)));
    }
  }
}
