package dev.relabel.drawing;

import java.awt.geom.Arc2D;
import java.awt.geom.Path2D;
import java.util.HashMap;
import java.util.Map;
import java.util.StringTokenizer;

/**
 * The letters of {@link StrokeFont} as centre lines, designed for this project.
 *
 * <p>One glyph a line: the character, its width, and its path in the letters of SVG ({@code M L H V
 * C Z}, absolute) plus two arcs, {@code E} joined to the line before it and {@code O} on its own,
 * each {@code centreX centreY radiusX radiusY startDegrees extentDegrees} with degrees
 * counter-clockwise from three o'clock. Capitals reach from 0 down to the baseline at 20, small
 * letters from 6.4, tails to 26.
 */
final class StrokeGlyphs {
  /** Height of capitals in the units of the table. */
  static final double CAP_HEIGHT = 20;

  /** Lowest row that a tail reaches, in the units of the table. */
  static final double DEPTH = 26;

  /**
   * One letter.
   *
   * @param width from its leftmost to its rightmost centre line
   * @param path its centre lines; not to be changed
   */
  record Glyph(double width, Path2D path) {}

  private static final String LETTERS =
      """
      A 14 M0 20 L7 0 L14 20 M2.3 13.5 H11.7
      B 12.75 M0 0 H7 E7 4.75 4.75 4.75 90 -180 H0 M7 9.5 H7.5 E7.5 14.75 5.25 5.25 90 -180 H0 V0
      C 13.4 O8 10 8 10 48 264
      D 13.5 M0 0 H5.5 E5.5 10 8 10 90 -180 H0 Z
      E 10.5 M10.5 0 H0 V20 H10.5 M0 9.6 H9
      F 10.5 M10.5 0 H0 V20 M0 9.8 H9
      G 15 M13.2 3 C11.8 1.1 9.9 0 7.6 0 C3 0 0 4 0 10 C0 16 3 20 7.7 20 C12 20 15 16.8 15 11.2 H8.6
      H 13 M0 0 V20 M13 0 V20 M0 9.6 H13
      I 0 M0 0 V20
      J 9 M9 0 V14.75 E4.5 14.75 4.5 5.25 0 -165
      K 12.5 M0 0 V20 M12 0 L0 12.5 M4.5 7.8 L12.5 20
      L 10 M0 0 V20 H10
      M 16 M0 20 V0 L8 14 L16 0 V20
      N 13 M0 20 V0 L13 20 V0
      O 16 O8 10 8 10 90 360 Z
      P 12.5 M0 20 V0 H7 E7 5.5 5.5 5.5 90 -180 H0
      Q 16 O8 10 8 10 90 360 Z M10 14 L16 21
      R 12.5 M0 20 V0 H7 E7 5.5 5.5 5.5 90 -180 H0 M6.8 11 L12.5 20
      S 12 M11.4 3.6 C10.4 1.2 8.4 0 6 0 C2.8 0 .6 1.9 .6 4.8 C.6 8 3.2 8.9 6.2 9.7\
       C9.6 10.6 12 11.7 12 15 C12 18.2 9.4 20 6.1 20 C3 20 .8 18.4 0 15.8
      T 13 M0 0 H13 M6.5 0 V20
      U 13 M0 0 V13.5 E6.5 13.5 6.5 6.5 180 180 V0
      V 14 M0 0 L7 20 L14 0
      W 20 M0 0 L5 20 L10 2.5 L15 20 L20 0
      X 13 M0 0 L13 20 M13 0 L0 20
      Y 13 M0 0 L6.5 10 L13 0 M6.5 10 V20
      Z 12 M0 0 H12 L0 20 H12
      a 10.2 M.8 9.4 C1.5 7.4 3.2 6.4 5.3 6.4 C8.4 6.4 10.2 8 10.2 11 V20\
       M10.2 12.2 H5.6 C2.2 12.2 0 13.6 0 16.1 C0 18.5 1.9 20 4.6 20 C7.4 20 10.2 18.6 10.2 15.2
      b 11 M0 0 V20 O5.5 13.2 5.5 6.8 180 360
      c 10 O5.6 13.2 5.6 6.8 50 260
      d 11 M11 0 V20 O5.5 13.2 5.5 6.8 0 360
      e 11 M0 13 H11 E5.5 13.2 5.5 6.8 0 312
      f 7.5 M7.5 .4 C7 .1 6.3 0 5.7 0 C3.6 0 2.8 1.3 2.8 3.6 V20 M0 6.6 H7
      g 11 O5.5 13.2 5.5 6.8 0 360 M11 6.4 V21 C11 24.3 8.9 26 5.6 26 C3.4 26 1.7 25.3 .8 23.9
      h 10 M0 0 V20 M0 12 C0 8.5 2.3 6.4 5.2 6.4 C8.3 6.4 10 8.3 10 11.6 V20
      i 0 M0 6.4 V20 M0 .8 V1.2
      j 3 M3 6.4 V22 C3 24.6 1.9 26 0 26 M3 .8 V1.2
      k 9.5 M0 0 V20 M9 6.4 L0 15 M3.6 11.6 L9.5 20
      l 2.6 M0 0 V17 C0 19.2 .9 20 2.6 20
      m 17 M0 6.4 V20 M0 11.4 C0 8.3 1.9 6.4 4.5 6.4 C7.1 6.4 8.5 8 8.5 11 V20\
       M8.5 11.4 C8.5 8.3 10.4 6.4 13 6.4 C15.6 6.4 17 8 17 11 V20
      n 10 M0 6.4 V20 M0 12 C0 8.5 2.3 6.4 5.2 6.4 C8.3 6.4 10 8.3 10 11.6 V20
      o 11.4 O5.7 13.2 5.7 6.8 90 360 Z
      p 11 M0 6.4 V26 O5.5 13.2 5.5 6.8 180 360
      q 11 M11 6.4 V26 O5.5 13.2 5.5 6.8 0 360
      r 6.2 M0 6.4 V20 M0 12 C0 8.6 2 6.4 4.8 6.4 C5.3 6.4 5.7 6.5 6.2 6.6
      s 9.2 M8.7 9.1 C8 7.3 6.6 6.4 4.6 6.4 C2.2 6.4 .6 7.6 .6 9.6 C.6 11.8 2.4 12.4 4.7 12.9\
       C7.4 13.5 9.2 14.3 9.2 16.4 C9.2 18.7 7.3 20 4.7 20 C2.3 20 .7 19 0 17
      t 7.4 M2.9 2 V16.4 C2.9 18.8 4 20 5.8 20 C6.4 20 7 19.9 7.4 19.7 M0 6.6 H7
      u 10 M10 6.4 V20 M10 14.4 C10 17.9 7.7 20 4.8 20 C1.7 20 0 18.1 0 14.8 V6.4
      v 10.5 M0 6.4 L5.25 20 L10.5 6.4
      w 16 M0 6.4 L4 20 L8 8 L12 20 L16 6.4
      x 10 M0 6.4 L10 20 M10 6.4 L0 20
      y 10.5 M0 6.4 L5.25 20 M10.5 6.4 L4.5 22 C3.5 24.8 2.5 26 .7 26
      z 9.5 M0 6.4 H9.5 L0 20 H9.5
      """;

  private static final String DIGITS_AND_SIGNS =
      """
      0 12 O6 10 6 10 90 360 Z
      1 5.5 M0 4.2 L5.5 0 V20
      2 12 M.3 5.5 C.3 2 2.8 0 6 0 C9.4 0 11.6 2.1 11.6 5.2 C11.6 8 9.8 10 7.2 12.6 L0 20 H12
      3 12 M.5 4.2 C1.2 1.5 3.3 0 6 0 C9.2 0 11.2 1.9 11.2 4.8 C11.2 7.6 9 9.4 6 9.4 H4.5\
       M6 9.4 C9.8 9.4 12 11.4 12 14.6 C12 17.9 9.6 20 6 20 C2.9 20 .8 18.4 0 15.7
      4 12.5 M9.3 20 V0 L0 14.5 H12.5
      5 12 M11 0 H2 L1 9.2 C2.4 8 4.1 7.4 6 7.4 C9.6 7.4 12 9.9 12 13.5 C12 17.3 9.5 20 5.8 20\
       C2.9 20 .9 18.6 0 16
      6 12 M9 0 C5 3.5 0 8 0 13.8 O6 13.8 6 6.2 180 360
      7 12 M0 0 H12 L4.2 20
      8 12 O6 4.7 5 4.7 90 360 Z O6 14.7 6 5.3 90 360 Z
      9 12 O6 6.2 6 6.2 0 360 M12 6.2 C12 12 7 16.5 3 20
      . 0 M0 19.8 V20
      , 1.4 M1.4 19.5 L0 23.5
      : 0 M0 8.2 V8.4 M0 19.8 V20
      ; 1.4 M1.4 8.2 V8.4 M1.4 19.5 L0 23.5
      ! 0 M0 0 V14 M0 19.8 V20
      ? 9.5 M0 4 C.6 1.4 2.3 0 4.8 0 C7.7 0 9.5 1.8 9.5 4.4 C9.5 8.6 4.7 8.4 4.7 13.6 M4.7 19.8 V20
      - 7 M0 12 H7
      – 10 M0 12 H10
      — 16 M0 12 H16
      _ 12 M0 22.5 H12
      + 11 M0 12 H11 M5.5 6.5 V17.5
      = 11 M0 9.4 H11 M0 14.6 H11
      * 8 M4 1 V9 M0.5 3 L7.5 7 M7.5 3 L.5 7
      / 8.5 M8.5 -1 L0 22
      \\ 8.5 M0 -1 L8.5 22
      | 0 M0 -2 V24
      ( 4 M4 -2 C-1.3 5 -1.3 17 4 24
      ) 4 M0 -2 C5.3 5 5.3 17 0 24
      [ 4 M4 -2 H0 V24 H4
      ] 4 M0 -2 H4 V24 H0
      { 5 M5 -2 C1 -2 2.8 4.5 2.6 8 C2.4 10.2 1.4 11 0 11 C1.4 11 2.4 11.8 2.6 14 C2.8 17.5 1 24 5 24
      } 5 M0 -2 C4 -2 2.2 4.5 2.4 8 C2.6 10.2 3.6 11 5 11 C3.6 11 2.6 11.8 2.4 14 C2.2 17.5 4 24 0 24
      < 10.5 M10.5 6 L0 12 L10.5 18
      > 10.5 M0 6 L10.5 12 L0 18
      ' 0 M0 0 V4.6
      " 4 M0 0 V4.6 M4 0 V4.6
      ` 3 M0 -.5 L3 3
      ^ 9 M0 6.5 L4.5 0 L9 6.5
      ~ 11 M0 13.4 C1 10.6 3.4 10.2 5.5 11.8 C7.6 13.4 10 13 11 10.2
      # 13 M4.4 0 L1.8 20 M11.2 0 L8.6 20 M.6 6.4 H13 M0 13.6 H12.4
      % 17 O4 4.5 4 4.5 90 360 Z O13 15.5 4 4.5 90 360 Z M15 0 L2 20
      & 14.5 M14 9 C13.6 15.5 10.4 20 5.6 20 C2.2 20 0 18 0 15 C0 9.5 9.2 9.6 9.2 4.2\
       C9.2 1.6 7.7 0 5.6 0 C3.4 0 1.9 1.7 1.9 4.2 C1.9 8 7 12.5 14.5 20
      $ 12 M11.4 4.8 C10.4 2.8 8.4 1.8 6 1.8 C2.8 1.8 .6 3.2 .6 5.8 C.6 8.6 3.2 9.2 6.2 9.9\
       C9.6 10.7 12 11.6 12 14.4 C12 17 9.4 18.3 6.1 18.3 C3 18.3 .8 17 0 14.9 M6 -1.5 V21.5
      € 13.5 M13.5 2.6 C12.3 1 10.7 0 8.8 0 C4.9 0 2.6 4 2.6 10 C2.6 16 4.9 20 8.8 20\
       C10.7 20 12.3 19 13.5 17.4 M0 7.6 H10.5 M0 12.2 H9.5
      @ 19 M13 7.5 V12.5 C13 15 14.2 16 15.6 16 C17.6 16 19 13.8 19 10.6 C19 4.6 15 .4 9.6 .4\
       C4 .4 0 4.8 0 11 C0 17.4 4 21.6 9.8 21.6 C11.8 21.6 13.4 21.2 14.8 20.3 O9.4 11 3.6 5 0 360
      ° 5 O2.5 2.5 2.5 2.5 90 360 Z
      × 9 M0 7.5 L9 16.5 M9 7.5 L0 16.5
      · 0 M0 11.9 V12.1
      … 10 M0 19.8 V20 M5 19.8 V20 M10 19.8 V20
      """;

  private static final Map<Integer, Glyph> TABLE = new HashMap<>();

  static {
    for (String table : new String[] {LETTERS, DIGITS_AND_SIGNS}) {
      table.lines().forEach(StrokeGlyphs::read);
    }
  }

  /** What stands for a letter that the table lacks: an empty upright frame. */
  private static final Glyph UNKNOWN = new Glyph(9, path("M0 0 H9 V20 H0 Z"));

  private StrokeGlyphs() {}

  /** The letter's lines; a frame when the font lacks it. */
  static Glyph of(int codePoint) {
    return TABLE.getOrDefault(codePoint, UNKNOWN);
  }

  /** Whether the font has the letter. */
  static boolean has(int codePoint) {
    return TABLE.containsKey(codePoint);
  }

  private static void read(String line) {
    int first = line.indexOf(' ');
    int second = line.indexOf(' ', first + 1);
    double width = Double.parseDouble(line.substring(first + 1, second));
    TABLE.put(line.codePointAt(0), new Glyph(width, path(line.substring(second + 1))));
  }

  private static Path2D path(String text) {
    Path2D path = new Path2D.Double();
    StringTokenizer tokens = new StringTokenizer(text);
    while (tokens.hasMoreTokens()) {
      String token = tokens.nextToken();
      char command = token.charAt(0);
      if (command == 'Z') {
        path.closePath();
        continue;
      }
      double[] n = new double[6];
      int count =
          switch (command) {
            case 'H', 'V' -> 1;
            case 'M', 'L' -> 2;
            default -> 6;
          };
      n[0] = Double.parseDouble(token.substring(1));
      for (int i = 1; i < count; i++) {
        n[i] = Double.parseDouble(tokens.nextToken());
      }
      switch (command) {
        case 'M' -> path.moveTo(n[0], n[1]);
        case 'L' -> path.lineTo(n[0], n[1]);
        case 'H' -> path.lineTo(n[0], path.getCurrentPoint().getY());
        case 'V' -> path.lineTo(path.getCurrentPoint().getX(), n[0]);
        case 'C' -> path.curveTo(n[0], n[1], n[2], n[3], n[4], n[5]);
        case 'E' -> path.append(arc(n), true);
        case 'O' -> path.append(arc(n), false);
        default -> throw new IllegalStateException("No command of the glyph table: " + token);
      }
    }
    return path;
  }

  private static Arc2D arc(double[] n) {
    return new Arc2D.Double(n[0] - n[2], n[1] - n[3], 2 * n[2], 2 * n[3], n[4], n[5], Arc2D.OPEN);
  }
}
