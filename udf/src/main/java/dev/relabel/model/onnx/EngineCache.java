package dev.relabel.model.onnx;

import dev.relabel.image.Sha256;
import dev.relabel.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where TensorRT keeps the engines that it makes, which takes minutes.
 *
 * <p>ONNX Runtime names them by the structure of the graph, not by its weights: a checkpoint that
 * was trained on would get the old one's engine. So each model has a folder of its own, and so has
 * everything else that an engine depends on: precision, sizes, the cards, their driver and the
 * runtime's version.
 */
final class EngineCache {
  private static final Logger LOG = LoggerFactory.getLogger(EngineCache.class);

  /** A hundred engines of large models. */
  private static final long MOST_BYTES = 20L << 30;

  private static final int NAME_LETTERS = 32;

  private EngineCache() {}

  /** The folder for this model's engines. */
  static Path folder(OnnxFile file, SessionTuning tuning) {
    String name = name(file.sha256(), tuning, cards(Path.of("/proc/driver/nvidia")), version());
    IOException last = null;
    for (Path root : roots(tuning.options())) {
      try {
        return new FolderCache(root, MOST_BYTES, Clock.systemUTC()).folder(name);
      } catch (IOException e) {
        LOG.debug("No engines in {}: {}", root, e.toString());
        last = e;
      }
    }
    throw new ModelException(
        "TensorRT's engines cannot be kept (%s). Name a folder that can be written with --engine-cache."
            .formatted(last),
        last);
  }

  private static List<Path> roots(DeviceOptions options) {
    if (!options.engineCache().isEmpty()) {
      return List.of(Path.of(options.engineCache()));
    }
    return List.of(
        Path.of(System.getProperty("user.home", "."), ".cache", "relabel", "engines"),
        Path.of(System.getProperty("java.io.tmpdir"), "relabel-engines"));
  }

  private static String version() {
    String version = ai.onnxruntime.OrtEnvironment.class.getPackage().getImplementationVersion();
    return version == null ? "" : version;
  }

  static String name(String sha256, SessionTuning tuning, String cards, String version) {
    return Sha256.ofText(String.join("\n", sha256, tuning.engineKey(), cards, version))
        .substring(0, NAME_LETTERS);
  }

  /**
   * The machine's cards and its driver, as the driver writes them.
   *
   * @param proc {@code /proc/driver/nvidia}; anything may be missing
   */
  static String cards(Path proc) {
    StringBuilder cards = new StringBuilder(read(proc.resolve("version")).orElse(""));
    try (Stream<Path> folders = Files.list(proc.resolve("gpus"))) {
      folders
          .sorted()
          .flatMap(card -> read(card.resolve("information")).stream())
          .flatMap(String::lines)
          .filter(line -> line.startsWith("Model:"))
          .forEach(line -> cards.append('\n').append(line));
    } catch (IOException e) {
      LOG.debug("The driver does not tell its cards: {}", e.toString());
    }
    return cards.toString();
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
