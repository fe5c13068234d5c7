package dev.relabel.demo;

import dev.relabel.platform.local.LocalProjectException;
import dev.relabel.platform.local.LocalProjects;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The two steps of {@code submit/quickstart} that are not the command's own: {@code render DIR}
 * draws the demo's project anew, {@code report DIR} says what it holds after a run.
 */
public final class Demo {
  /** Any number would do; with this one the pictures are those in the documentation. */
  private static final long SEED = 7;

  private static final String USAGE = "Usage: render DIR | report DIR";

  private Demo() {}

  @SuppressWarnings("checkstyle:RegexpSinglelineJava") // a main of its own, beside the command
  public static void main(String[] args) {
    System.exit(run(System.out, System.err, args));
  }

  /** Takes a step and tells its exit code: 0 done, 1 failed, 2 bad usage. */
  static int run(PrintStream out, PrintStream err, String... args) {
    if (args.length != 2) {
      err.println(USAGE);
      return 2;
    }
    Path directory = Path.of(args[1]);
    try {
      return switch (args[0]) {
        case "render" -> render(directory, out);
        case "report" -> report(directory, out);
        default -> {
          err.println(USAGE);
          yield 2;
        }
      };
    } catch (IOException | LocalProjectException e) {
      err.println("quickstart: " + e.getMessage());
      return 1;
    }
  }

  private static int render(Path directory, PrintStream out) throws IOException {
    Path earlier = directory.resolve(DemoProject.PLATFORM);
    if (Files.exists(earlier)) {
      // Fails while somebody serves it; removing it under a running server would be a mess.
      LocalProjects.open(earlier).close();
      remove(earlier);
    }
    DemoProject demo = DemoProject.render(directory, SEED);
    List<GroundTruth.Image> images = demo.groundTruth().images();
    out.println(
        "Drew %s pictures of signs, shops, letters and receipts with %s lines of text."
            .formatted(images.size(), demo.groundTruth().textCount()));
    return 0;
  }

  private static void remove(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(file);
      }
    }
  }

  private static int report(Path directory, PrintStream out) throws IOException {
    GroundTruth truth = GroundTruth.read(directory.resolve(DemoProject.GROUND_TRUTH));
    DemoState state = DemoState.read(directory.resolve(DemoProject.PLATFORM));
    state.inWords(truth).forEach(out::println);
    return state.damaged(truth).isEmpty() ? 0 : 1;
  }
}
