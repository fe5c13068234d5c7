package dev.relabel.client;

import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.VideoId;
import dev.relabel.source.FileSource;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What is to be predicted. Immutable; images in memory are not copied and must not be changed while
 * they are predicted.
 */
public final class Input {
  private static final int MOST_NAMED = 10;

  /** One part of an input. */
  sealed interface Part {
    /** For messages. */
    String describe();
  }

  /** Paths and addresses. */
  record Files(List<String> names) implements Part {
    @Override
    public String describe() {
      return names.stream().limit(3).map(FileSource::describe).collect(Collectors.joining(", "))
          + (names.size() > 3 ? ", …" : "");
    }
  }

  /** An image in memory. */
  record Pixels(BufferedImage image) implements Part {
    @Override
    public String describe() {
      return "an image of %s × %s pixels".formatted(image.getWidth(), image.getHeight());
    }
  }

  /** An image file in memory. */
  @SuppressWarnings("ArrayRecordComponent") // not copied, as the class says
  record Encoded(byte[] file) implements Part {
    @Override
    public String describe() {
      return "an image file of %s bytes".formatted(file.length);
    }
  }

  /** A project of the platform. */
  record Project(ProjectId id) implements Part {
    @Override
    public String describe() {
      return "project " + id;
    }
  }

  /** Datasets of the platform. */
  record Datasets(List<DatasetId> ids) implements Part {
    @Override
    public String describe() {
      return "datasets " + cut(ids);
    }
  }

  /** Images of the platform. */
  record Images(List<ImageId> ids) implements Part {
    @Override
    public String describe() {
      return "images " + cut(ids);
    }
  }

  /** Videos of the platform. */
  record Videos(List<VideoId> ids) implements Part {
    @Override
    public String describe() {
      return "videos " + cut(ids);
    }
  }

  private static String cut(List<?> ids) {
    return ids.size() <= MOST_NAMED
        ? ids.toString()
        : "%s and %s more".formatted(ids.subList(0, MOST_NAMED), ids.size() - MOST_NAMED);
  }

  private final List<Part> parts;

  private Input(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /**
   * Images, videos, folders, patterns, projects on disk, lists of inputs, {@code http(s)} addresses
   * of images: everything that the command's {@code --input} takes, on any file system that Hadoop
   * knows. What a file is, is told by its content.
   */
  public static Input of(String first, String... more) {
    List<String> names = new ArrayList<>(List.of(first));
    names.addAll(Arrays.asList(more));
    return new Input(List.of(new Files(List.copyOf(names))));
  }

  /** Images in memory; what is transparent counts with the colour that it has. */
  public static Input of(BufferedImage... images) {
    return new Input(Arrays.stream(images).map(image -> (Part) new Pixels(image)).toList());
  }

  /**
   * An image as raw pixels.
   *
   * @param rgb {@code height × width × 3} bytes, row by row, each pixel red, green, blue: the
   *     layout of a NumPy array (H, W, 3) of {@code uint8}; copied
   * @throws IllegalArgumentException if the array does not have that length
   */
  public static Input ofPixels(byte[] rgb, int height, int width) {
    if (height < 1 || width < 1 || rgb.length != 3L * height * width) {
      throw new IllegalArgumentException(
          "%s rows of %s RGB pixels have %s bytes, not %s"
              .formatted(height, width, 3L * height * width, rgb.length));
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] packed = new int[height * width];
    for (int i = 0; i < packed.length; i++) {
      packed[i] =
          (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | (rgb[3 * i + 2] & 0xff);
    }
    image.setRGB(0, 0, width, height, packed, 0, width);
    return of(image);
  }

  /** An image as the bytes of its file. */
  public static Input ofFile(byte[] content) {
    return new Input(List.of(new Encoded(content)));
  }

  /** Videos of the platform, frame by frame; {@link Options#frames} says which frames. */
  public static Input video(String... ids) {
    return new Input(List.of(new Videos(Stream.of(ids).map(VideoId::new).toList())));
  }

  /** {@link #video(String...)} on a platform whose IDs are numbers. */
  public static Input video(long... ids) {
    return video(texts(ids));
  }

  /** A project of the platform, of images or videos, with its nested datasets. */
  public static Input project(String id) {
    return new Input(List.of(new Project(new ProjectId(id))));
  }

  /** {@link #project(String)} on a platform whose IDs are numbers. */
  public static Input project(long id) {
    return project(Long.toString(id));
  }

  /** Datasets of the platform; {@link Options#recursive()} takes those below them, too. */
  public static Input datasets(String... ids) {
    return new Input(List.of(new Datasets(Stream.of(ids).map(DatasetId::new).toList())));
  }

  /** {@link #datasets(String...)} on a platform whose IDs are numbers. */
  public static Input datasets(long... ids) {
    return datasets(texts(ids));
  }

  /** Images of the platform. */
  public static Input images(String... ids) {
    return new Input(List.of(new Images(Stream.of(ids).map(ImageId::new).toList())));
  }

  /** {@link #images(String...)} on a platform whose IDs are numbers. */
  public static Input images(long... ids) {
    return images(texts(ids));
  }

  private static String[] texts(long[] ids) {
    return LongStream.of(ids).mapToObj(Long::toString).toArray(String[]::new);
  }

  /** This and then another one, of any kind. */
  public Input and(Input other) {
    List<Part> both = new ArrayList<>(parts);
    both.addAll(other.parts);
    return new Input(both);
  }

  List<Part> parts() {
    return parts;
  }

  /** For messages; a long input is cut short. */
  @Override
  public String toString() {
    List<String> texts = parts.stream().limit(3).map(Part::describe).toList();
    return String.join(", ", texts) + (parts.size() > 3 ? ", …" : "");
  }
}
