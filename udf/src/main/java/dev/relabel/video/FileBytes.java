package dev.relabel.video;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A video file on this machine's disk. */
public final class FileBytes implements VideoBytes {
  private final FileChannel channel;

  /** Opens a file. */
  public FileBytes(Path file) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
  }

  @Override
  public long length() throws IOException {
    return channel.size();
  }

  @Override
  public int read(long position, byte[] into) throws IOException {
    return channel.read(ByteBuffer.wrap(into), position);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
