package dev.relabel.video;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes as FFmpeg reads them. It never opens anything by itself: a file that names other files or
 * addresses gets none of them. Confined to one thread at a time.
 *
 * <p>JavaCPP has room for ten callbacks of a kind in a process, and gives it out without a lock. So
 * there is one for all inputs, which finds the input that is meant by its key.
 */
final class AvInput implements AutoCloseable {
  /** One call of a remote file system brings so much. */
  private static final int BUFFER_BYTES = 256 << 10;

  private static final int SEEK_SET = 0;
  private static final int SEEK_CUR = 1;
  private static final int SEEK_END = 2;

  static {
    Av.prepare();
  }

  /** The inputs that are open, by the address of their keys. */
  private static final Map<Long, AvInput> OPEN = new ConcurrentHashMap<>();

  private static final Read READ = new Read();
  private static final Seek SEEK = new Seek();

  private final VideoBytes bytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];

  /** A byte of native memory, of which only the address counts. */
  private final Pointer key = avutil.av_malloc(1);

  private final AVIOContext context;
  private long place;
  private @Nullable IOException failure;

  AvInput(VideoBytes bytes) {
    this.bytes = bytes;
    OPEN.put(key.address(), this);
    BytePointer memory = new BytePointer(avutil.av_malloc(BUFFER_BYTES));
    this.context = avformat.avio_alloc_context(memory, BUFFER_BYTES, 0, key, READ, null, SEEK);
  }

  AVIOContext context() {
    return context;
  }

  /** Fails if bytes could not be read: that says nothing about the video. */
  void throwFailure() throws IOException {
    IOException thrown = failure;
    failure = null;
    if (thrown != null) {
      throw thrown;
    }
  }

  private int read(BytePointer into, int size) throws IOException {
    byte[] part = size < buffer.length ? new byte[size] : buffer;
    int count = bytes.read(place, part);
    if (count < 0) {
      return avutil.AVERROR_EOF;
    }
    into.put(part, 0, count);
    place += count;
    return count;
  }

  private long seek(long offset, int whence) throws IOException {
    int from = whence & ~avformat.AVSEEK_FORCE;
    if (from == avformat.AVSEEK_SIZE) {
      return bytes.length();
    }
    long target =
        switch (from) {
          case SEEK_SET -> offset;
          case SEEK_CUR -> place + offset;
          case SEEK_END -> bytes.length() + offset;
          default -> -1;
        };
    if (target < 0) {
      return avutil.AVERROR_INVALIDDATA;
    }
    place = target;
    return target;
  }

  /** A call for one input; nothing that it throws may pass through native code. */
  private interface Call {
    long on(AvInput input) throws IOException;
  }

  private static long call(Pointer key, Call call) {
    AvInput input = OPEN.get(key.address());
    if (input == null) {
      return avutil.AVERROR_EXTERNAL;
    }
    try {
      return call.on(input);
    } catch (IOException e) {
      input.failure = e;
    } catch (RuntimeException | Error e) {
      input.failure = new IOException(e);
    }
    return avutil.AVERROR_EXTERNAL;
  }

  private static final class Read extends Read_packet_Pointer_BytePointer_int {
    @Override
    public int call(Pointer key, BytePointer into, int size) {
      return (int) AvInput.call(key, input -> input.read(into, size));
    }
  }

  private static final class Seek extends Seek_Pointer_long_int {
    @Override
    public long call(Pointer key, long offset, int whence) {
      return AvInput.call(key, input -> input.seek(offset, whence));
    }
  }

  /** Frees what FFmpeg holds; the bytes stay open. To be called once. */
  @Override
  public void close() {
    OPEN.remove(key.address());
    avutil.av_free(context.buffer()); // it may have been replaced by a larger one
    avformat.avio_context_free(context);
    avutil.av_free(key);
  }
}
