package dev.relabel.model.onnx;

import dev.relabel.model.ModelException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files that hold a model's weights beside it, as models of more than 2 GB have them.
 *
 * <p>Reads the model once, skipping everything but the places where a tensor may say where its data
 * is, so memory does not grow with the model. The file is not trusted: lengths, nesting and names
 * are checked. Source: onnx.proto (field numbers) and docs/ExternalData.md of onnx/onnx.
 */
public final class ExternalData {
  /** Graphs within graphs; exporters nest a handful. */
  private static final int MOST_NESTED = 64;

  /** Large models have one data file, or one for each tensor. */
  private static final int MOST_FILES = 10_000;

  private static final int LONGEST_NAME = 255;

  private static final int EXTERNAL_DATA = 13;

  private final Path model;
  private final SortedSet<String> names = new TreeSet<>();

  private ExternalData(Path model) {
    this.model = model;
  }

  /** The messages on the way to a tensor, with the fields that lead on. */
  private enum Message {
    MODEL,
    FUNCTION,
    GRAPH,
    NODE,
    ATTRIBUTE,
    SPARSE_TENSOR,
    TENSOR;

    @Nullable Message at(int field) {
      return switch (this) {
        case MODEL -> field == 7 ? GRAPH : field == 25 ? FUNCTION : null;
        case FUNCTION -> field == 7 ? NODE : field == 11 ? ATTRIBUTE : null;
        case GRAPH -> field == 1 ? NODE : field == 5 ? TENSOR : field == 15 ? SPARSE_TENSOR : null;
        case NODE -> field == 5 ? ATTRIBUTE : null;
        case ATTRIBUTE ->
            switch (field) {
              case 5, 10 -> TENSOR;
              case 6, 11 -> GRAPH;
              case 22, 23 -> SPARSE_TENSOR;
              default -> null;
            };
        case SPARSE_TENSOR -> field == 1 || field == 2 ? TENSOR : null;
        case TENSOR -> null;
      };
    }
  }

  /**
   * The names of the files, which lie in the model's folder.
   *
   * @throws ModelException if the file is no ONNX model, or names a file elsewhere
   */
  public static List<String> names(Path model) {
    ExternalData data = new ExternalData(model);
    try (Fields fields =
        new Fields(new BufferedInputStream(Files.newInputStream(model), 1 << 16))) {
      if (!isOrtFormat(model)) {
        data.read(Message.MODEL, fields, Files.size(model), 0);
      }
    } catch (EOFException | Malformed e) {
      throw new ModelException(
          "Model file %s is not an ONNX model, or is cut off or damaged.".formatted(model), e);
    } catch (IOException e) {
      throw new ModelException(
          "Model file %s cannot be read: %s.".formatted(model, e.getMessage()), e);
    }
    return List.copyOf(data.names);
  }

  /** ONNX Runtime's own format, which has no such files; it goes by the name, as we do. */
  private static boolean isOrtFormat(Path model) {
    return String.valueOf(model.getFileName()).toLowerCase(Locale.ROOT).endsWith(".ort");
  }

  private void read(Message message, Fields fields, long end, int depth) throws IOException {
    if (depth > MOST_NESTED) {
      throw new Malformed("Nested more than %s deep".formatted(MOST_NESTED));
    }
    while (fields.at() < end) {
      long length = fields.next(end);
      Message inner = length < 0 ? null : message.at(fields.number());
      if (inner != null) {
        read(inner, fields, fields.at() + length, depth + 1);
      } else if (message == Message.TENSOR && fields.number() == EXTERNAL_DATA && length >= 0) {
        readEntry(fields, fields.at() + length);
      } else {
        fields.skip(Math.max(0, length));
      }
    }
  }

  /** A pair of key and value. */
  private void readEntry(Fields fields, long end) throws IOException {
    String key = "";
    String value = "";
    while (fields.at() < end) {
      long length = fields.next(end);
      if (length < 0) {
        continue;
      }
      String text = fields.text(length);
      key = fields.number() == 1 ? text : key;
      value = fields.number() == 2 ? text : value;
    }
    if (key.equals("location")) {
      add(value);
    }
  }

  private void add(String name) {
    boolean isPlain =
        !name.isBlank()
            && name.length() <= LONGEST_NAME
            && name.chars().noneMatch(c -> c == '/' || c == '\\' || c < ' ')
            && !name.equals(".")
            && !name.equals("..");
    if (!isPlain) {
      throw new ModelException(
          ("Model file %s keeps its weights in '%s'. Relabel takes data files only from the model's"
                  + " own folder; save the model again with a plain file name as location.")
              .formatted(model, printable(name)));
    }
    names.add(name);
    if (names.size() > MOST_FILES) {
      throw new ModelException(
          "Model file %s keeps its weights in more than %s files. Save it again with all in one."
              .formatted(model, MOST_FILES));
    }
  }

  private static String printable(String name) {
    String text = name.replaceAll("\\p{Cntrl}", "?");
    return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME) + "…";
  }

  /** Bytes that are no protocol buffer. */
  private static final class Malformed extends IOException {
    private static final long serialVersionUID = 1L;

    Malformed(String why) {
      super(why);
    }
  }

  /** Fields of protocol buffers one by one, with the position in the file. */
  private static final class Fields implements AutoCloseable {
    private final InputStream in;
    private long at;
    private int number;

    Fields(InputStream in) {
      this.in = in;
    }

    long at() {
      return at;
    }

    int number() {
      return number;
    }

    /**
     * Steps to the next field.
     *
     * @return the length of what follows; −1 when it was a number, which is then behind us
     */
    long next(long end) throws IOException {
      long tag = varint();
      if (tag >>> 32 != 0) {
        throw new Malformed("A tag of more than 32 bits"); // other readers would cut it
      }
      number = (int) (tag >>> 3);
      long length =
          switch ((int) (tag & 7)) {
            case 0 -> {
              varint();
              yield -1;
            }
            case 1 -> {
              skip(8);
              yield -1;
            }
            case 2 -> length();
            case 5 -> {
              skip(4);
              yield -1;
            }
            default -> throw new Malformed("Wire type " + (tag & 7));
          };
      if (number == 0 || at > end || length > end - at) {
        throw new Malformed("Field %s at byte %s".formatted(number, at));
      }
      return length;
    }

    private long length() throws IOException {
      long length = varint();
      if (length < 0) {
        throw new Malformed("A length of more than 63 bits");
      }
      return length;
    }

    private long varint() throws IOException {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        int next = in.read();
        if (next < 0) {
          throw new EOFException();
        }
        at++;
        value |= (next & 0x7FL) << shift;
        if (next < 0x80) {
          return value;
        }
      }
      throw new Malformed("A number longer than ten bytes");
    }

    void skip(long bytes) throws IOException {
      in.skipNBytes(bytes);
      at += bytes;
    }

    /** Longer ones are nothing that is looked for, and are cut. */
    String text(long length) throws IOException {
      byte[] bytes = in.readNBytes((int) Math.min(length, LONGEST_NAME * 4L + 1));
      at += bytes.length;
      skip(length - bytes.length);
      return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
