package dev.relabel.model.onnx;

import dev.relabel.model.ModelException;
import java.io.Serializable;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model runs on.
 *
 * @param kind processor, graphics card or whichever is there
 * @param index which card, from 0; 0 for the processor
 */
public record Device(Kind kind, int index) implements Serializable {
  /** A graphics card where one can be used, otherwise the processor. */
  public static final Device AUTO = new Device(Kind.AUTO, 0);

  /** The processor. */
  public static final Device CPU = new Device(Kind.CPU, 0);

  private static final Pattern SPELLING =
      Pattern.compile("(auto|cpu|cuda|tensorrt)(?::(\\d{1,4}))?");

  public Device {
    if (index < 0 || (kind == Kind.CPU && index > 0)) {
      throw new IllegalArgumentException("No such device: %s %s".formatted(kind, index));
    }
  }

  /** Kinds of devices. */
  public enum Kind {
    /** CUDA where it can be used, otherwise the processor. */
    AUTO,
    CPU,
    /** An NVIDIA card; refuses to run without it. */
    CUDA,
    /** An NVIDIA card through TensorRT, CUDA for what that lacks; refuses to run without it. */
    TENSORRT
  }

  /** The NVIDIA card of this index. */
  public static Device cuda(int index) {
    return new Device(Kind.CUDA, index);
  }

  /**
   * Reads {@code auto}, {@code cpu}, {@code cuda}, {@code cuda:1}, {@code tensorrt}, {@code
   * tensorrt:1} or {@code auto:1}.
   *
   * @throws ModelException if it is none of these
   */
  public static Device parse(String text) {
    Matcher spelling = SPELLING.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!spelling.matches() || (spelling.group(1).equals("cpu") && spelling.group(2) != null)) {
      throw new ModelException(
          "'%s' is not a device; use auto, cpu, cuda, cuda:N, tensorrt or tensorrt:N"
              .formatted(text));
    }
    int index = spelling.group(2) == null ? 0 : Integer.parseInt(spelling.group(2));
    return new Device(Kind.valueOf(spelling.group(1).toUpperCase(Locale.ROOT)), index);
  }

  @Override
  public String toString() {
    String name = kind.name().toLowerCase(Locale.ROOT);
    return kind == Kind.CPU || (kind == Kind.AUTO && index == 0) ? name : name + ":" + index;
  }
}
