package dev.relabel.model.onnx;

import dev.relabel.image.Sha256;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies a model to this machine's disk, with everything that belongs to it. Model and data files
 * are kept for the next time where their place tells whether they have changed; small files are
 * fetched each time.
 */
public final class FetchedModel {
  private static final Logger LOG = LoggerFactory.getLogger(FetchedModel.class);
  private static final String SIDECAR = ".relabel.yaml";

  /** A few dozen models, or a few of the largest. */
  private static final long MOST_CACHED_BYTES = 20L << 30;

  private final ModelFolder from;
  private final Optional<FolderCache> cache;

  private FetchedModel(ModelFolder from, Optional<FolderCache> cache) {
    this.from = from;
    this.cache = cache;
  }

  /**
   * Copies the file, its sidecar, its data files and what its exporter wrote beside it into a new
   * folder, which is removed when the program ends.
   *
   * @param name the file's name
   * @param home the user's home, below which files are kept; they are not if it does not exist
   * @throws FileNotFoundException if the file, or a data file that it needs, is missing
   */
  public static Path fetch(ModelFolder from, String name, Path home) throws IOException {
    Optional<FolderCache> cache =
        Files.isDirectory(home)
            ? Optional.of(
                new FolderCache(
                    home.resolve(".cache/relabel/models"), MOST_CACHED_BYTES, Clock.systemUTC()))
            : Optional.empty();
    return new FetchedModel(from, cache).fetch(name);
  }

  /**
   * Copies the file and what belongs to it into a new folder, and keeps nothing for the next time.
   *
   * @param name the file's name
   * @throws FileNotFoundException if the file, or a data file that it needs, is missing
   */
  public static Path fetch(ModelFolder from, String name) throws IOException {
    return new FetchedModel(from, Optional.empty()).fetch(name);
  }

  private Path fetch(String name) throws IOException {
    Path folder = Files.createTempDirectory("relabel-model");
    folder.toFile().deleteOnExit();
    try {
      return fetch(name, folder);
    } catch (IOException | RuntimeException | Error failed) {
      remove(folder); // programs that run for weeks try again and again
      throw failed;
    }
  }

  private Path fetch(String name, Path folder) throws IOException {
    Path file = folder.resolve(name);
    require(name, file);
    String model = name.replaceFirst("\\.onnx$", "");
    copy(from, sidecar(name), folder);
    Optional<ModelFolder> above = from.above();
    for (String beside : ExporterFiles.names(model)) {
      if (!copy(from, beside, folder) && above.isPresent()) {
        copy(above.get(), beside, folder);
      }
    }
    for (String data : ExternalData.names(file)) {
      require(data, folder.resolve(data));
    }
    return file;
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      LOG.warn("{} stays until the program ends: {}", folder, e.toString());
    }
  }

  /** The name of the file beside a model in which people set something about it. */
  public static String sidecar(String name) {
    return name.replaceFirst("\\.onnx$", "") + SIDECAR;
  }

  /** Whether a model that was fetched has settings of its own beside it. */
  public static boolean hasSidecar(Path file) {
    return Files.exists(file.resolveSibling(sidecar(file.getFileName().toString())));
  }

  private static boolean copy(ModelFolder from, String name, Path folder) throws IOException {
    Path to = folder.resolve(name);
    to.toFile().deleteOnExit();
    return from.copy(name, to, ExporterFiles.MOST_BYTES);
  }

  private void require(String name, Path to) throws IOException {
    to.toFile().deleteOnExit();
    Optional<Path> kept = cached(name);
    if (kept.isPresent()) {
      link(kept.get(), to);
    } else if (!from.copy(name, to, Long.MAX_VALUE)) {
      throw new FileNotFoundException(name);
    }
  }

  /** The file in the cache, brought there if it was not; empty if it cannot be kept. */
  private Optional<Path> cached(String name) throws IOException {
    Optional<String> version = cache.isPresent() ? from.version(name) : Optional.empty();
    if (version.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path kept = cache.get().folder(Sha256.ofText(version.get())).resolve("model");
      if (!Files.exists(kept)) {
        // Another process may be at the same; what is not whole has another name.
        Path part = kept.resolveSibling("part-" + UUID.randomUUID());
        try {
          if (!from.copy(name, part, Long.MAX_VALUE)) {
            return Optional.empty();
          }
          Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE);
        } finally {
          Files.deleteIfExists(part);
        }
      }
      return Optional.of(kept);
    } catch (FileNotFoundException e) {
      throw e;
    } catch (IOException e) {
      LOG.warn("{} is not kept for the next time: {}", name, e.toString());
      return Optional.empty();
    }
  }

  private static void link(Path kept, Path to) throws IOException {
    try {
      Files.createLink(to, kept);
    } catch (IOException | UnsupportedOperationException otherDisk) {
      Files.copy(kept, to);
    }
  }
}
