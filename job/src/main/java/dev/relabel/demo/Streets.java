package dev.relabel.demo;

import dev.relabel.drawing.StrokeFont;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** Outdoor pictures: road signs on posts, and shop fronts. */
final class Streets {
  private static final String[] PLACES = {
    "CITY CENTRE",
    "OLD TOWN",
    "STATION",
    "AIRPORT",
    "HARBOUR",
    "MUSEUM",
    "UNIVERSITY",
    "CASTLE",
    "NORTH BRIDGE",
    "MARKET",
    "HOSPITAL",
    "STADIUM",
    "Riverside",
    "Lake View",
    "Botanic Garden",
    "Oak Avenue",
    "Mill Lane",
    "Church Street",
    "King Square",
    "Harbour Road"
  };
  private static final String[] NOTICES = {
    "SLOW",
    "SCHOOL ZONE",
    "NO PARKING",
    "ONE WAY",
    "KEEP LEFT",
    "BUS STOP",
    "EXIT 24",
    "EXIT 7",
    "ROAD WORK",
    "DEAD END",
    "PLAY AREA",
    "LOW BRIDGE 3.9 m",
    "Max 30 km/h",
    "DETOUR"
  };
  private static final String[] SHOPS = {
    "BAKERY", "PHARMACY", "Green Grocer", "BOOKS & MORE", "Cafe Luna", "HARDWARE", "FLOWER SHOP",
    "Toy House", "BARBER", "Fish Market", "MUSIC STORE", "Tea Room", "OPTICIAN", "Bike Repair"
  };
  private static final String[] CARDS = {
    "OPEN", "CLOSED", "SALE 50%", "Welcome", "PUSH", "Fresh today", "No dogs", "Cash only", "NEW"
  };

  private Streets() {}

  /** Two or three signs on posts beside a road. */
  static void roadSigns(Scene scene) {
    Backdrop.street(scene);
    int posts = scene.between(2, 3);
    double column = (double) scene.width() / posts;
    for (int i = 0; i < posts; i++) {
      double x = column * (i + 0.5);
      signPost(scene, x, column * 0.92);
    }
    scene.addNoise(3.5);
  }

  private static void signPost(Scene scene, double x, double room) {
    boolean places = scene.random().nextInt(3) > 0;
    int lines = places ? scene.between(1, 3) : 1;
    List<String> texts = scene.pickUnused(lines, places ? PLACES : NOTICES);
    Color face =
        places
            ? scene.pick(new Color(0x0B5FA5), new Color(0x14713F), new Color(0xF4F4EE))
            : scene.pick(new Color(0xF2C01D), new Color(0xC62828), new Color(0xF4F4EE));
    Color ink = brightness(face) > 140 ? new Color(0x1C1C1E) : new Color(0xFAFAFA);
    Plate.Form form =
        lines == 1 && places
            ? scene.pick(Plate.Form.ARROW, Plate.Form.ROUNDED)
            : scene.pick(Plate.Form.ROUNDED, Plate.Form.SQUARE);
    Plate plate = fitting(texts, letters(scene, scene.between(30, 46)), face, ink, form, room);
    double y = scene.height() * (0.22 + 0.3 * scene.random().nextDouble());
    double ground = scene.height() * 0.87;
    scene
        .graphics()
        .setPaint(
            new GradientPaint(
                (float) x - 9, 0, new Color(0x9DA1A5), (float) x + 9, 0, new Color(0x5C6064)));
    scene.graphics().fill(new Rectangle2D.Double(x - 8, y, 16, ground - y));
    scene.at(x, y, scene.between(-60, 60) / 10.0, () -> plate.draw(scene));
  }

  /** A shop front: the name over the window, a card on the door. */
  static void shop(Scene scene) {
    if (scene.random().nextBoolean()) {
      Backdrop.bricks(scene);
    } else {
      Backdrop.plaster(scene);
    }
    int width = scene.width();
    int height = scene.height();
    Color wood = scene.pick(new Color(0x2F4F4F), new Color(0x5A2E2E), new Color(0x23395B));
    window(scene, width * 0.08, height * 0.46, width * 0.52, height * 0.4, wood);
    window(scene, width * 0.68, height * 0.46, width * 0.24, height * 0.54, wood);
    awning(scene, width * 0.05, height * 0.4, width * 0.58, height * 0.1, wood);
    Plate board =
        fitting(
            scene.pickUnused(1, SHOPS),
            letters(scene, scene.between(52, 72)),
            wood,
            scene.pick(new Color(0xF3E2B3), new Color(0xFFFFFF)),
            Plate.Form.SQUARE,
            width * 0.8);
    scene.at(width / 2.0, height * 0.2, scene.between(-20, 20) / 10.0, () -> board.draw(scene));
    Plate card =
        fitting(
            scene.pickUnused(scene.between(1, 2), CARDS),
            letters(scene, scene.between(26, 32)),
            new Color(0xFAF7EE),
            new Color(0xB3261E),
            Plate.Form.ROUNDED,
            width * 0.22);
    scene.at(width * 0.8, height * 0.66, scene.between(-90, 90) / 10.0, () -> card.draw(scene));
    Plate offer =
        fitting(
            scene.pickUnused(1, CARDS),
            letters(scene, scene.between(34, 44)),
            scene.pick(new Color(0xF2C01D), new Color(0xE8F0E4)),
            new Color(0x1C1C1E),
            Plate.Form.SQUARE,
            width * 0.4);
    scene.at(width * 0.33, height * 0.68, scene.between(-60, 60) / 10.0, () -> offer.draw(scene));
    scene.addNoise(4);
  }

  private static void window(
      Scene scene, double x, double y, double width, double height, Color frame) {
    scene.fill(new Rectangle2D.Double(x, y, width, height), frame);
    scene
        .graphics()
        .setPaint(
            new GradientPaint(
                (float) x,
                (float) y,
                new Color(0x4A5F6E),
                (float) (x + width),
                (float) (y + height),
                new Color(0x26333C)));
    scene.graphics().fill(new Rectangle2D.Double(x + 16, y + 16, width - 32, height - 32));
    Path2D glare = new Path2D.Double();
    glare.moveTo(x + width * 0.6, y + 16);
    glare.lineTo(x + width * 0.78, y + 16);
    glare.lineTo(x + width * 0.4, y + height - 16);
    glare.lineTo(x + width * 0.22, y + height - 16);
    glare.closePath();
    scene.fill(glare, new Color(255, 255, 255, 22));
  }

  private static void awning(
      Scene scene, double x, double y, double width, double height, Color colour) {
    int stripes = 8;
    double stripe = width / stripes;
    for (int i = 0; i < stripes; i++) {
      Color tone = i % 2 == 0 ? colour.brighter() : new Color(0xEFEAE0);
      scene.fill(new Rectangle2D.Double(x + i * stripe, y, stripe, height * 0.8), tone);
      scene.fill(
          new Ellipse2D.Double(x + i * stripe, y + height * 0.6, stripe, height * 0.4), tone);
    }
  }

  private static StrokeFont letters(Scene scene, double capHeight) {
    return scene.random().nextInt(3) == 0
        ? StrokeFont.regular(capHeight)
        : StrokeFont.bold(capHeight);
  }

  /** The plate with letters as large as asked for, or as small as it takes to fit. */
  private static Plate fitting(
      List<String> lines, StrokeFont font, Color face, Color ink, Plate.Form form, double widest) {
    Plate plate = new Plate(lines, font, face, ink, form);
    double shrink = Math.min(1, widest / plate.width());
    return new Plate(
        lines,
        new StrokeFont(
            font.capHeight() * shrink, font.thickness() * shrink, font.slant(), font.spacing()),
        face,
        ink,
        form);
  }

  private static double brightness(Color colour) {
    return 0.299 * colour.getRed() + 0.587 * colour.getGreen() + 0.114 * colour.getBlue();
  }
}
