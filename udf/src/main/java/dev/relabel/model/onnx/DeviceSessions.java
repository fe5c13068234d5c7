package dev.relabel.model.onnx;

import dev.relabel.model.ModelException;
import dev.relabel.model.ModelGraph;
import dev.relabel.model.head.OutputTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of a process: one per device and model content, shared by everybody who asks.
 *
 * <p>A session that nobody uses stays open for the next task; it makes room when another model is
 * opened on the same device. Safe for use by several threads: the maps are guarded by this object's
 * lock, which is never held while a session opens, runs or closes.
 */
public final class DeviceSessions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceSessions.class);

  private record Key(Device device, SessionTuning tuning, String sha256) {}

  private static final class Entry {
    final CompletableFuture<SharedSession> session = new CompletableFuture<>();
    // Largest batch that has not failed for want of memory or of a free batch axis.
    final AtomicInteger largestBatch = new AtomicInteger(Integer.MAX_VALUE);
    int users;
  }

  private final int threads;
  private final SessionOpener opener;
  private final Map<Key, Entry> entries = new HashMap<>();
  private final Set<Device> unusable = new HashSet<>();
  private final List<Runnable> keepers = new CopyOnWriteArrayList<>();
  private boolean closed;

  /**
   * Sessions on ONNX Runtime.
   *
   * @param threads threads of one call on the processor, at least 1; calls also run side by side,
   *     so more than 1 only helps who has fewer calls than cores
   */
  public DeviceSessions(int threads) {
    this(threads, new OrtOpener());
  }

  /** Sessions for as many callers as the machine has cores: each call on one thread. */
  public DeviceSessions() {
    this(1);
  }

  DeviceSessions(int threads, SessionOpener opener) {
    if (threads < 1) {
      throw new IllegalArgumentException("At least one thread is needed, not " + threads);
    }
    this.threads = threads;
    this.opener = opener;
  }

  /**
   * A share in the session for this file on this device, opened if it is not yet.
   *
   * @throws ModelException if the device cannot be used or the file is no model
   */
  Lease lease(OnnxFile file, Device device) {
    return lease(file, device, SessionTuning.NONE);
  }

  /**
   * A share in the session for this file on this device, set so, opened if it is not yet.
   *
   * @throws ModelException if the device cannot be used or the file is no model
   */
  Lease lease(OnnxFile file, Device device, SessionTuning tuning) {
    if (device.kind() != Device.Kind.AUTO) {
      return leaseWithRoom(file, device, tuning);
    }
    Device card = Device.cuda(device.index());
    if (isWorthTrying(card)) {
      try {
        return leaseWithRoom(file, card, tuning);
      } catch (DeviceUnavailableException noCard) {
        markUnusable(card);
        LOG.warn("No usable GPU ({}); running on the CPU.", noCard.getMessage());
      } catch (OutOfDeviceMemoryException full) {
        // The card itself works, so the next model is tried on it again.
        LOG.warn("{}; running on the CPU.", full.getMessage());
      }
    }
    return leaseOn(file, Device.CPU, tuning);
  }

  /**
   * Says who holds shares only for the case that they are wanted again.
   *
   * @param giveBack gives those back that nobody uses now; called, by any thread, when a card is
   *     too full for another model
   */
  public void whenFull(Runnable giveBack) {
    keepers.add(giveBack);
  }

  private Lease leaseWithRoom(OnnxFile file, Device device, SessionTuning tuning) {
    try {
      return leaseOn(file, device, tuning);
    } catch (OutOfDeviceMemoryException full) {
      if (keepers.isEmpty()) {
        throw full;
      }
      keepers.forEach(Runnable::run);
      return leaseOn(file, device, tuning); // closes what is unused now
    }
  }

  private synchronized boolean isWorthTrying(Device card) {
    return !unusable.contains(card) && opener.mayUse(card.kind());
  }

  private synchronized void markUnusable(Device card) {
    unusable.add(card);
  }

  private Lease leaseOn(OnnxFile file, Device device, SessionTuning tuning) {
    Key key = new Key(device, tuning, file.sha256());
    Entry entry;
    boolean opens;
    List<Entry> idle = new ArrayList<>();
    synchronized (this) {
      if (closed) {
        throw new ModelException("The sessions of this process are closed.");
      }
      Entry known = entries.get(key);
      opens = known == null;
      entry = known == null ? new Entry() : known;
      entry.users++;
      if (opens) {
        idle.addAll(removeUnused(used -> used.equals(device)));
        entries.put(key, entry);
      }
    }
    idle.forEach(DeviceSessions::close);
    if (opens) {
      open(entry, key, file);
    }
    try {
      return new Lease(entry, entry.session.join(), device);
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }

  private void open(Entry entry, Key key, OnnxFile file) {
    try {
      entry.session.complete(
          key.device.kind() == Device.Kind.CPU
              ? new CallerThreads(opener.open(file, Device.CPU, key.tuning, threads))
              : openOnCard(file, key));
      LOG.info("Opened {} on {}.", file.path(), key.device);
    } catch (RuntimeException | Error failed) {
      synchronized (this) {
        entries.remove(key, entry);
      }
      entry.session.completeExceptionally(failed);
    }
  }

  private SessionThread openOnCard(OnnxFile file, Key key) {
    String name = "onnx-%s-%s".formatted(key.device, key.sha256.substring(0, 8));
    // What a graph leaves to the processor runs while the card waits, so it may have all of it.
    int processors = Runtime.getRuntime().availableProcessors();
    return new SessionThread(name, () -> opener.open(file, key.device, key.tuning, processors));
  }

  private List<Entry> removeUnused(Predicate<Device> on) {
    List<Entry> unused = new ArrayList<>();
    entries
        .entrySet()
        .removeIf(
            known -> {
              boolean goes = on.test(known.getKey().device) && known.getValue().users == 0;
              if (goes) {
                unused.add(known.getValue());
              }
              return goes;
            });
    return unused;
  }

  private static void close(Entry entry) {
    if (!entry.session.isCompletedExceptionally()) {
      entry.session.join().close();
    }
  }

  private synchronized void giveBack(Entry entry) {
    entry.users--;
  }

  /** A device that somebody has a share of; a card if there is one. */
  synchronized Device deviceInUse() {
    return entries.entrySet().stream()
        .filter(entry -> entry.getValue().users > 0)
        .map(entry -> entry.getKey().device)
        .filter(device -> device.kind() != Device.Kind.CPU)
        .findFirst()
        .orElse(Device.CPU);
  }

  /** Number of sessions that are open, used or not. */
  synchronized int open() {
    return entries.size();
  }

  /** Closes the sessions that nobody has a share of, which gives back their memory. */
  public void closeUnused() {
    List<Entry> unused;
    synchronized (this) {
      unused = removeUnused(any -> true);
    }
    unused.forEach(DeviceSessions::close);
  }

  /** Closes every session once its running calls have ended; later calls fail. */
  @Override
  public void close() {
    List<Entry> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(entries.values());
      entries.clear();
    }
    all.forEach(DeviceSessions::close);
  }

  /** A share in a session. Closing it gives the share back; the session stays open. */
  final class Lease implements AutoCloseable {
    private final Entry entry;
    private final SharedSession session;
    private final Device device;
    private final AtomicBoolean returned = new AtomicBoolean();

    private Lease(Entry entry, SharedSession session, Device device) {
      this.entry = entry;
      this.session = session;
      this.device = device;
    }

    /** The device that it really runs on. */
    Device device() {
      return device;
    }

    ModelGraph graph() {
      return session.graph();
    }

    /** See {@link SharedSession#run}. */
    List<OutputTensor> run(List<InputTensor> inputs, LongConsumer busy) {
      return session.run(inputs, busy);
    }

    /** Largest batch worth trying; shared by everybody who uses the session. */
    AtomicInteger largestBatch() {
      return entry.largestBatch;
    }

    @Override
    public void close() {
      if (returned.compareAndSet(false, true)) {
        giveBack(entry);
      }
    }
  }
}
