package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.annotation.Rectangle;
import dev.relabel.image.ImageDecoder;
import dev.relabel.image.ImageHeader;
import dev.relabel.image.Picture;
import dev.relabel.image.UnreadableImageException;
import dev.relabel.platform.embedded.geti.GetiSettings.Rectangles;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.geti.format.ShapeJson;
import dev.relabel.platform.local.ImageSize;
import dev.relabel.platform.local.LocalDataset;
import dev.relabel.platform.local.LocalImage;
import dev.relabel.platform.local.LocalProjects;
import dev.relabel.platform.local.NameTakenException;
import dev.relabel.platform.local.NewImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Turns uploads into images of the local project. Names are not unique in Geti but are on disk: an
 * image whose name is taken gets another one.
 */
final class ImageUploads {
  private static final Set<String> KEPT = Set.of("png", "jpg", "jpeg", "bmp", "webp");
  private static final Set<String> MADE_JPEG = Set.of("jfif", "tif", "tiff");
  private static final int LEAST_PIXELS = 32;
  private static final int MOST_PIXELS = 20_000;
  private static final int MOST_OF_ONE_NAME = 10_000;

  private final LocalProjects projects;
  private final Scenes scenes;

  ImageUploads(LocalProjects projects, Scenes scenes) {
    this.projects = projects;
    this.scenes = scenes;
  }

  /**
   * Adds an image; durable when this returns.
   *
   * @throws GetiException if it is missing, or no image of a size and kind that is taken
   */
  LocalImage add(LocalDataset dataset, GetiCall.@Nullable Upload file) throws IOException {
    if (file == null) {
      throw GetiException.invalidParameter(
          Json.object().set("file", Json.array().add("Field required")));
    }
    int dot = file.name().lastIndexOf('.');
    String extension = file.name().substring(dot + 1).toLowerCase(Locale.ROOT);
    if (dot < 1 || !(KEPT.contains(extension) || MADE_JPEG.contains(extension))) {
      throw invalid("The file '%s' has no extension of an image.".formatted(file.name()));
    }
    String stem = file.name().substring(0, dot);
    byte[] content = checked(file.content());
    if (MADE_JPEG.contains(extension)) {
      extension = "jpg";
      content = jpeg(content);
    }
    Path temporary = projects.temporaryDirectory().resolve(UUID.randomUUID().toString());
    try {
      Files.write(temporary, content);
      return add(dataset, stem, extension, temporary, sha256(content));
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static LocalImage add(
      LocalDataset dataset, String stem, String extension, Path content, String hash)
      throws IOException {
    for (int i = 1; i < MOST_OF_ONE_NAME; i++) {
      String name = (i == 1 ? stem : stem + "_" + i) + "." + extension;
      try {
        return dataset
            .addImages(List.of(new NewImage(name, content, hash, Optional.empty())))
            .get(0);
      } catch (NameTakenException e) {
        // The next number then.
      }
    }
    throw GetiException.of(409, "limit_reached", "Too many images are called " + stem);
  }

  private static byte[] checked(byte[] content) {
    try {
      ImageHeader header = ImageHeader.read(content);
      int least = Math.min(header.width(), header.height());
      int most = Math.max(header.width(), header.height());
      if (least < LEAST_PIXELS || most > MOST_PIXELS) {
        throw invalid(
            "An image has %s to %s pixels a side, not %s × %s."
                .formatted(LEAST_PIXELS, MOST_PIXELS, header.width(), header.height()));
      }
      return content;
    } catch (UnreadableImageException e) {
      throw invalid("The file is not a valid image.");
    }
  }

  private static byte[] jpeg(byte[] content) {
    try (Picture picture = new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS).decode(content)) {
      return picture.toJpeg();
    } catch (UnreadableImageException e) {
      throw invalid("The file is not a valid image.");
    }
  }

  private static GetiException invalid(String message) {
    return GetiException.of(415, "invalid_media", message);
  }

  private static String sha256(byte[] content) {
    try {
      return Base64.getEncoder()
          .encodeToString(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }

  /**
   * Labels a new image as a whole.
   *
   * @throws GetiException if the project is not about whole images
   */
  void label(GetiProject project, LocalImage image, List<String> labels) throws IOException {
    if (!project.firstTask().type().isGlobal()) {
      throw GetiException.brokenDown();
    }
    Place place = new ImagePlace(image);
    scenes.replace(
        project,
        place,
        (before, annotation, now) -> {
          ArrayNode sent = Json.array();
          ImageSize size = place.size(annotation);
          ObjectNode added = sent.addObject();
          added.set("shape", ShapeJson.write(new Rectangle(0, 0, size.width(), size.height())));
          ArrayNode list = added.putArray("labels");
          labels.forEach(each -> list.addObject().put("id", each));
          SceneRules rules = new SceneRules(project, size);
          rules.check(sent);
          return new IncomingScene(rules, new StoredShape(project, Rectangles.KEPT))
              .of(sent, before, now);
        });
  }
}
