package dev.relabel.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a list of inputs, as a stream: one input a line, empty lines and those that begin
 * with {@code #} left out. Relative paths begin at the list's own folder. Confined to one thread.
 */
final class InputList implements Iterator<InputList.Line> {
  private final String list;
  private final @Nullable Path folder;
  private final BufferedReader reader;
  private int number;
  private boolean isOver;
  private @Nullable Line next;

  private InputList(String list, @Nullable Path folder, BufferedReader reader) {
    this.list = list;
    this.folder = folder;
    this.reader = reader;
  }

  /**
   * An input of a list.
   *
   * @param list the list's name
   * @param number of the line, from 1
   * @param input the full address
   * @param name the image's name
   */
  record Line(String list, int number, String input, String name) {}

  static InputList at(Path file, Configuration hadoop) {
    try {
      return new InputList(
          file.toString(),
          file.getParent(),
          new BufferedReader(
              new InputStreamReader(
                  file.getFileSystem(hadoop).open(file), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw FileSource.unlistable(file.toString(), e);
    }
  }

  static InputList standardInput() {
    return new InputList(
        "standard input",
        null,
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
  }

  @Override
  public boolean hasNext() {
    try {
      while (next == null && !isOver) {
        String line = reader.readLine();
        if (line == null) {
          isOver = true;
          reader.close();
          break;
        }
        number++;
        String input = (number == 1 ? line.replaceFirst("^\uFEFF", "") : line).strip();
        if (!input.isEmpty() && !input.startsWith("#")) {
          next = line(input);
        }
      }
      return next != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Relative paths begin at the list's folder. Names tell images of different folders apart: they
   * are the paths as the list has them.
   */
  private Line line(String input) {
    String name = input.replaceFirst("^(?:[A-Za-z][A-Za-z0-9+.-]*:)?/*", "");
    if (Web.isAddress(input)) {
      return new Line(list, number, input, name);
    }
    try {
      Path path = new Path(input);
      boolean isRelative = folder != null && !path.isAbsolute();
      return new Line(list, number, (isRelative ? new Path(folder, path) : path).toString(), name);
    } catch (IllegalArgumentException e) {
      return new Line(list, number, input, name); // told when it is opened
    }
  }

  @Override
  public Line next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    Line line = next;
    next = null;
    return line;
  }
}
