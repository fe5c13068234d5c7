package dev.relabel.demo;

import dev.relabel.drawing.StrokeFont;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Indoor pictures: letters and receipts on a table. */
final class Papers {
  private static final String[] TITLES = {
    "Delivery Note", "Offer 2041", "Meeting Notes", "Price List", "Travel Report", "Invoice 318"
  };
  private static final String[] SENTENCES = {
    "Thank you for your order of last week.",
    "The seven boxes leave our store on Monday and reach your office before noon.",
    "Please check each item with care and keep this paper for later.",
    "The price list remains open until the end of March.",
    "We kindly ask for payment within thirty days by bank transfer.",
    "Two of the larger frames are still being painted and will follow in a second parcel.",
    "If anything is missing, call us and we will send it the same day.",
    "Our new catalogue shows more than forty lamps, chairs and tables.",
    "The train was late, so the first meeting began at eleven.",
    "Everybody agreed to print the plan again with the new colours.",
    "A short summary goes to all members by Friday evening.",
    "The next visit takes place in autumn, most likely in the second week of October."
  };
  private static final String[] ITEMS = {
    "Apples",
    "Rye bread",
    "Milk 1 l",
    "Butter",
    "Coffee",
    "Oranges",
    "Rice 2 kg",
    "Olive oil",
    "Eggs x10",
    "Honey",
    "Cheese",
    "Tomatoes",
    "Green tea",
    "Soap"
  };
  private static final Color INK = new Color(0x22252B);

  /** Lines keep so far apart that no detector takes two of them for one. */
  private static final double LEADING = 2.3;

  private Papers() {}

  /** A typed letter: title, date, three paragraphs, a name. */
  static void letter(Scene scene) {
    Backdrop.desk(scene);
    double width = scene.width() * 0.84;
    StrokeFont body = StrokeFont.regular(scene.between(19, 21));
    List<List<String>> paragraphs = new ArrayList<>();
    int lines = 0;
    List<String> sentences = scene.pickUnused(9, SENTENCES);
    for (int i = 0; i < 3; i++) {
      List<String> paragraph = new ArrayList<>();
      String text = String.join(" ", sentences.subList(3 * i, 3 * i + scene.between(2, 3)));
      wrap(text, body, width * 0.84, paragraph);
      paragraphs.add(paragraph);
      lines += paragraph.size();
    }
    double line = body.capHeight() * LEADING;
    double height = Math.min(scene.height() * 0.94, 180 + line * (lines + 4));
    onPaper(
        scene,
        width,
        height,
        2.0,
        () -> {
          letterHead(scene, width);
          letterBody(scene, paragraphs, body, width * 0.08, height);
        });
    scene.addNoise(2.5);
  }

  private static void letterHead(Scene scene, double width) {
    double margin = width * 0.08;
    double baseline = 100;
    scene.write(scene.pick(TITLES), StrokeFont.bold(30), margin, baseline, INK);
    StrokeFont font = StrokeFont.regular(19);
    String date = scene.between(1, 28) + " March 2026";
    scene.write(date, font, width - margin - font.width(date), baseline, INK);
    scene.fill(new Rectangle2D.Double(margin, baseline + 28, width - 2 * margin, 2), INK);
  }

  private static void letterBody(
      Scene scene, List<List<String>> paragraphs, StrokeFont body, double margin, double height) {
    double line = body.capHeight() * LEADING;
    double y = 190;
    for (List<String> paragraph : paragraphs) {
      for (String text : paragraph) {
        if (y < height - line) {
          scene.write(text, body, margin, y, INK);
        }
        y += line;
      }
      y += line * 0.6;
    }
    if (y < height - line) {
      scene.write("Yours, Anna Berg", body.withSlant(0.22), margin, y, new Color(0x1D3A8A));
    }
  }

  /** Cuts a text into lines that are no wider than the room there is. */
  private static void wrap(String text, StrokeFont font, double room, List<String> into) {
    int begin = 0;
    int end = -1;
    for (int space = text.indexOf(' '); space >= 0; space = text.indexOf(' ', space + 1)) {
      if (end > begin && font.width(text.substring(begin, space)) > room) {
        into.add(text.substring(begin, end));
        begin = end + 1;
      }
      end = space;
    }
    if (end > begin && font.width(text.substring(begin)) > room) {
      into.add(text.substring(begin, end));
      begin = end + 1;
    }
    into.add(text.substring(begin));
  }

  /** A till receipt: the items on the left, their prices far to the right. */
  static void receipt(Scene scene) {
    Backdrop.desk(scene);
    double width = scene.width() * 0.68;
    StrokeFont body = StrokeFont.regular(23);
    double row = body.capHeight() * LEADING;
    int items = scene.between(8, 11);
    onPaper(
        scene,
        width,
        420 + items * row,
        3.0,
        () -> {
          scene.writeCentred("CORNER SHOP", StrokeFont.bold(32), width / 2, 92, INK);
          StrokeFont address = StrokeFont.regular(19);
          scene.writeCentred("12 Mill Lane, Oldtown", address, width / 2, 146, INK);
          receiptRows(scene, items, body, width, 232);
          scene.writeCentred("Thank you", body, width / 2, 232 + items * row + 132, INK);
        });
    scene.addNoise(3);
  }

  private static void receiptRows(
      Scene scene, int items, StrokeFont body, double width, double firstBaseline) {
    double margin = width * 0.09;
    double y = firstBaseline;
    int total = 0;
    for (String item : scene.pickUnused(items, ITEMS)) {
      int cents = scene.between(45, 1999);
      total += cents;
      receiptRow(scene, item, cents, body, y, margin, width);
      y += body.capHeight() * LEADING;
    }
    scene.fill(new Rectangle2D.Double(margin, y - 26, width - 2 * margin, 2), INK);
    receiptRow(scene, "TOTAL", total, StrokeFont.bold(27), y + 44, margin, width);
  }

  private static void receiptRow(
      Scene scene,
      String item,
      int cents,
      StrokeFont font,
      double baseline,
      double margin,
      double width) {
    String price = cents / 100 + "." + cents / 10 % 10 + cents % 10;
    scene.write(item, font, margin, baseline, INK);
    scene.write(price, font, width - margin - font.width(price), baseline, INK);
  }

  /** Lays a sheet in the middle, a little turned, and draws on it from its top left corner. */
  private static void onPaper(
      Scene scene, double width, double height, double mostDegrees, Runnable content) {
    double degrees = (scene.random().nextDouble() * 2 - 1) * mostDegrees;
    Color sheet = scene.pick(new Color(0xFBFAF5), new Color(0xF4F1E6), new Color(0xEFF2F5));
    Runnable drawing =
        () -> {
          scene.fill(new Rectangle2D.Double(7, 9, width, height), new Color(0, 0, 0, 80));
          scene.fill(new Rectangle2D.Double(0, 0, width, height), sheet);
          content.run();
        };
    scene.at(
        scene.width() / 2.0,
        scene.height() / 2.0,
        degrees,
        () -> scene.at(-width / 2, -height / 2, 0, drawing));
  }
}
