package dev.relabel.video;

import java.io.IOException;
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

  private final VideoBytes bytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final AVIOContext context;

  // FFmpeg has their addresses, so they must live as long as the context.
  private final Read read = new Read();
  private final Seek seek = new Seek();

  private long place;
  private @Nullable IOException failure;

  AvInput(VideoBytes bytes) {
    this.bytes = bytes;
    BytePointer memory = new BytePointer(avutil.av_malloc(BUFFER_BYTES));
    this.context = avformat.avio_alloc_context(memory, BUFFER_BYTES, 0, null, read, null, seek);
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

  private final class Read extends Read_packet_Pointer_BytePointer_int {
    @Override
    public int call(Pointer unused, BytePointer into, int size) {
      try {
        byte[] part = size < buffer.length ? new byte[size] : buffer;
        int count = bytes.read(place, part);
        if (count < 0) {
          return avutil.AVERROR_EOF;
        }
        into.put(part, 0, count);
        place += count;
        return count;
      } catch (IOException e) {
        failure = e;
        return avutil.AVERROR_EXTERNAL;
      } catch (RuntimeException | Error e) { // none may pass through native code
        failure = new IOException(e);
        return avutil.AVERROR_EXTERNAL;
      }
    }
  }

  private final class Seek extends Seek_Pointer_long_int {
    @Override
    public long call(Pointer unused, long offset, int whence) {
      try {
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
      } catch (IOException e) {
        failure = e;
        return avutil.AVERROR_EXTERNAL;
      } catch (RuntimeException | Error e) { // none may pass through native code
        failure = new IOException(e);
        return avutil.AVERROR_EXTERNAL;
      }
    }
  }

  /** Frees what FFmpeg holds; the bytes stay open. */
  @Override
  public void close() {
    if (!context.isNull()) {
      avutil.av_free(context.buffer()); // it may have been replaced by a larger one
      avformat.avio_context_free(context);
      context.setNull();
    }
    read.close();
    seek.close();
  }
}
