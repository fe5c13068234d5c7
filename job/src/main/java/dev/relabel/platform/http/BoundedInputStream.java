package dev.relabel.platform.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that throws {@link AnswerTooLargeException} instead of giving more than it may, and
 * nothing else but {@link IOException}.
 */
public final class BoundedInputStream extends FilterInputStream {
  private final long most;
  private long left;

  public BoundedInputStream(InputStream in, long most) {
    super(in);
    this.most = most;
    this.left = most;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read;
    try {
      read = super.read(bytes, offset, length);
    } catch (AnswerTooLargeException e) {
      throw e; // a narrower bound within
    } catch (RuntimeException e) { // Jetty's stream passes on whatever ended the call
      throw new IOException("The answer broke off", e);
    }
    count(Math.max(read, 0));
    return read;
  }

  private void count(int read) {
    left -= read;
    if (left < 0) {
      throw new AnswerTooLargeException("The answer is larger than %s bytes".formatted(most));
    }
  }
}
