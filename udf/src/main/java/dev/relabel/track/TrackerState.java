package dev.relabel.track;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * All that a tracker remembers, and its spelling: {@value #PREFIX} and Base64 of the values and
 * their CRC-32. Numbers are stored bit by bit, some 300 characters a track.
 *
 * @param frame frames seen
 * @param lastNumber the number of the track that began last, 0 for none
 * @param tracks by number, rising
 */
record TrackerState(long frame, long lastNumber, List<Track> tracks) {
  private static final String PREFIX = "bytetrack1:";

  static final TrackerState START = new TrackerState(0, 0, List.of());

  String text() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(frame);
      out.writeLong(lastNumber);
      out.writeInt(tracks.size());
      for (Track track : tracks) {
        write(track, out);
      }
      out.writeInt(checksum(bytes.toByteArray()));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  private static void write(Track track, DataOutputStream out) throws IOException {
    out.writeLong(track.number());
    out.writeInt(track.className().length());
    out.writeChars(track.className());
    out.writeLong(track.begun());
    out.writeLong(track.lastSeen());
    out.writeUTF(track.status().name());
    BoxMotion motion = track.motion();
    write(motion.x(), out);
    write(motion.y(), out);
    write(motion.aspect(), out);
    write(motion.height(), out);
  }

  private static void write(Axis axis, DataOutputStream out) throws IOException {
    out.writeDouble(axis.position());
    out.writeDouble(axis.velocity());
    out.writeDouble(axis.variance());
    out.writeDouble(axis.covariance());
    out.writeDouble(axis.velocityVariance());
  }

  private static int checksum(byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    return (int) checksum.getValue();
  }

  /**
   * The state of that spelling.
   *
   * @throws IllegalArgumentException if no tracker has written it so
   */
  static TrackerState of(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException(
          "This is no tracker's state, which begins with '%s': '%s'"
              .formatted(PREFIX, text.substring(0, Math.min(text.length(), 40))));
    }
    TrackerState state;
    try {
      state = read(Base64.getUrlDecoder().decode(text.substring(PREFIX.length())));
    } catch (IOException | IllegalArgumentException broken) {
      throw damaged(broken);
    }
    if (!state.text().equals(text)) { // compares the checksum, too
      throw damaged(null);
    }
    return state;
  }

  private static IllegalArgumentException damaged(@Nullable Exception cause) {
    return new IllegalArgumentException(
        "A tracker's state was cut off or changed since it was written."
            + " Track the video from its first frame instead.",
        cause);
  }

  private static TrackerState read(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    long frame = in.readLong();
    long lastNumber = in.readLong();
    List<Track> tracks = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      tracks.add(readTrack(in));
    }
    return new TrackerState(frame, lastNumber, tracks);
  }

  private static Track readTrack(DataInputStream in) throws IOException {
    long number = in.readLong();
    StringBuilder className = new StringBuilder();
    for (int left = in.readInt(); left > 0; left--) {
      className.append(in.readChar());
    }
    long begun = in.readLong();
    long lastSeen = in.readLong();
    Track.Status status = Track.Status.valueOf(in.readUTF());
    BoxMotion motion = new BoxMotion(readAxis(in), readAxis(in), readAxis(in), readAxis(in));
    return new Track(number, className.toString(), begun, lastSeen, status, motion);
  }

  private static Axis readAxis(DataInputStream in) throws IOException {
    return new Axis(
        in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
  }
}
