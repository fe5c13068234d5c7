package dev.relabel.submit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the documentation. */
record Markdown(Path file, String text) {
  private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(?:#[^)]*)?\\)");

  static Markdown read(Path file) {
    try {
      return new Markdown(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The code blocks in this language, in their order. */
  List<String> blocks(String language) {
    Pattern block =
        Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    List<String> blocks = new ArrayList<>();
    Matcher found = block.matcher(text);
    while (found.find()) {
      blocks.add(found.group(1));
    }
    return blocks;
  }

  /** Where its links to other files of the project lead. */
  List<Path> localLinks() {
    List<Path> links = new ArrayList<>();
    Matcher found = LINK.matcher(text);
    while (found.find()) {
      if (!found.group(1).contains(":")) {
        links.add(file.resolveSibling(found.group(1)));
      }
    }
    return links;
  }
}
