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
   * @param name the last part of it
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
        String input = line.strip();
        if (!input.isEmpty() && !input.startsWith("#")) {
          next = line(input);
        }
      }
      return next != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Line line(String input) {
    if (WebImage.isAddress(input)) {
      return new Line(list, number, input, input);
    }
    try {
      Path path = new Path(input);
      boolean isRelative = folder != null && !path.isAbsolute();
      String full = isRelative ? new Path(folder, path).toString() : input;
      return new Line(list, number, full, path.getName());
    } catch (IllegalArgumentException e) {
      return new Line(list, number, input, input); // told when it is opened
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
