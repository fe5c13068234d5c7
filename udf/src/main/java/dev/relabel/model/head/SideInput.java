package dev.relabel.model.head;

import dev.relabel.model.GraphTensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * An input beside the picture whose meaning is known. All of them get the values for a picture that
 * fills the input as it is, so that boxes come in pixels of the input.
 *
 * @param tensor the input
 * @param kind what it is for
 */
public record SideInput(GraphTensor tensor, Kind kind) {

  /** What an input is for. */
  public enum Kind {
    /** int64 [N,2], width before height: what boxes are scaled to (RT-DETR, D-FINE). */
    TARGET_SIZES,
    /** float [N,2], height before width: size of the input (PaddleDetection). */
    IMAGE_SHAPE,
    /** float [N,2], down before across: by what the picture was scaled (PaddleDetection). */
    SCALE_FACTOR,
    /** int64 [N,H,W]: 1 where the picture is (Hugging Face). */
    PIXEL_MASK
  }

  /** What this input is, if that is known. */
  public static Optional<SideInput> of(GraphTensor input) {
    boolean isPair = input.rank() == 2 && (input.dim(1) == 2 || input.dim(1) == GraphTensor.FREE);
    boolean isFloat = input.type().equals("float32");
    if (input.rank() == 2 && input.dim(1) == 2 && input.type().equals("int64")) {
      return Optional.of(new SideInput(input, Kind.TARGET_SIZES));
    }
    if (isPair && isFloat && input.name().equals("im_shape")) {
      return Optional.of(new SideInput(input, Kind.IMAGE_SHAPE));
    }
    if (isPair && isFloat && input.name().equals("scale_factor")) {
      return Optional.of(new SideInput(input, Kind.SCALE_FACTOR));
    }
    if (input.rank() == 3 && input.type().equals("int64") && input.name().equals("pixel_mask")) {
      return Optional.of(new SideInput(input, Kind.PIXEL_MASK));
    }
    return Optional.empty();
  }

  /** Its shape for that many pictures on an input of that size. */
  public List<Long> shape(int pictures, long width, long height) {
    return kind == Kind.PIXEL_MASK
        ? List.of((long) pictures, height, width)
        : List.of((long) pictures, 2L);
  }

  /** Bytes of its numbers. */
  public long bytes(int pictures, long width, long height) {
    return switch (kind) {
      case TARGET_SIZES -> 2L * Long.BYTES * pictures;
      case IMAGE_SHAPE, SCALE_FACTOR -> 2L * Float.BYTES * pictures;
      case PIXEL_MASK -> width * height * Long.BYTES * pictures;
    };
  }

  /** Writes its numbers from the buffer's position on. */
  public void write(ByteBuffer buffer, int pictures, long width, long height) {
    for (int i = 0; i < pictures; i++) {
      switch (kind) {
        case TARGET_SIZES -> buffer.putLong(width).putLong(height);
        case IMAGE_SHAPE -> buffer.putFloat((float) height).putFloat((float) width);
        case SCALE_FACTOR -> buffer.putFloat(1).putFloat(1);
        case PIXEL_MASK -> {
          for (long pixel = 0; pixel < width * height; pixel++) {
            buffer.putLong(1);
          }
        }
      }
    }
  }
}
