package dev.relabel.sql;

import dev.relabel.model.Model;
import dev.relabel.model.ModelException;
import dev.relabel.model.onnx.DeviceSessions;
import dev.relabel.model.onnx.Models;
import dev.relabel.predict.PipelineThreads;
import dev.relabel.sql.ModelAddress.LocalFile;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The models that SQL functions have open in this process: one for each file, settings and device,
 * shared by all tasks. Models whose file and device are the same share a session, too.
 *
 * <p>Whoever uses a model holds a share of it, for as long as its task runs. A few models that
 * nobody uses stay open for the next query, the last used ones; a file that has changed is opened
 * anew. Safe for use by several threads: guarded by its own lock, which is never held while a model
 * opens or predicts.
 */
final class OpenModels {
  /** Queries come back to the same few models. */
  private static final int MOST_IDLE = 4;

  // Spark offers tasks no other place that outlives them.
  private static final OpenModels PROCESS = onSessions(ProcessSessions.get());

  /** How a model is opened. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens it.
     *
     * @throws ModelException if it cannot be used, saying what to do
     */
    OpenModel open(ModelAddress address, PredictionSettings settings, HadoopSettings hadoop);
  }

  private record Key(ModelAddress address, String version, PredictionSettings settings) {}

  private static final class Entry {
    final CompletableFuture<OpenModel> model = new CompletableFuture<>();
    int users;
  }

  private final Opener opener;

  /** The longest unused first, as entries are put back when their last user leaves. */
  private final Map<Key, Entry> entries = new LinkedHashMap<>();

  OpenModels(Opener opener) {
    this.opener = opener;
  }

  private static OpenModels onSessions(DeviceSessions sessions) {
    OpenModels models = new OpenModels(new FromFiles(sessions));
    sessions.whenFull(models::closeUnused);
    return models;
  }

  static OpenModels ofProcess() {
    return PROCESS;
  }

  /**
   * A share in a model, opened if it is not yet.
   *
   * @throws ModelException if it cannot be used, saying what to do
   */
  Share share(ModelAddress address, PredictionSettings settings, HadoopSettings hadoop) {
    Key key = new Key(address, address.version(hadoop), settings);
    Entry entry;
    boolean opens;
    synchronized (this) {
      Entry known = entries.get(key);
      opens = known == null;
      entry = known == null ? new Entry() : known;
      entries.put(key, entry);
      entry.users++;
    }
    if (opens) {
      startToOpen(key, entry, hadoop);
    }
    return new Share(key, entry, opened(key, entry));
  }

  /** On a thread of its own: a task that is killed meanwhile must not fail the others that wait. */
  private void startToOpen(Key key, Entry entry, HadoopSettings hadoop) {
    Thread thread = new Thread(() -> open(key, entry, hadoop), "relabel-open");
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (Error noThread) {
      failed(key, entry, noThread);
    }
  }

  private void open(Key key, Entry entry, HadoopSettings hadoop) {
    try {
      entry.model.complete(opener.open(key.address(), key.settings(), hadoop));
    } catch (RuntimeException | Error failed) {
      failed(key, entry, failed);
    }
  }

  private void failed(Key key, Entry entry, Throwable why) {
    synchronized (this) {
      entries.remove(key, entry);
    }
    entry.model.completeExceptionally(why);
  }

  private OpenModel opened(Key key, Entry entry) {
    try {
      return entry.model.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException interrupted) {
      CompletableFuture<?> unused = entry.model.thenAccept(model -> giveBack(key, entry));
      Thread.currentThread().interrupt();
      throw new ModelException("Waiting for the model was interrupted.", interrupted);
    }
  }

  private void giveBack(Key key, Entry entry) {
    List<Entry> goes;
    synchronized (this) {
      entry.users--;
      if (entry.users == 0 && entries.remove(key, entry)) {
        entries.put(key, entry);
      }
      goes = removeUnused(MOST_IDLE);
    }
    goes.forEach(each -> each.model.join().close());
  }

  /** Closes the models that nobody uses, which makes room for others. */
  void closeUnused() {
    List<Entry> goes;
    synchronized (this) {
      goes = removeUnused(0);
    }
    goes.forEach(each -> each.model.join().close());
  }

  private List<Entry> removeUnused(int mostLeft) {
    List<Entry> goes = new ArrayList<>();
    long idle = entries.values().stream().filter(each -> each.users == 0).count();
    for (Map.Entry<Key, Entry> each : List.copyOf(entries.entrySet())) {
      if (idle > mostLeft && each.getValue().users == 0) {
        entries.remove(each.getKey());
        goes.add(each.getValue());
        idle--;
      }
    }
    return goes;
  }

  /** Number of models that are open, used or not. */
  synchronized int open() {
    return entries.size();
  }

  /** A share in a model. Closing it gives the share back; the model stays open. */
  final class Share implements AutoCloseable {
    private final Key key;
    private final Entry entry;
    private final OpenModel model;
    private boolean returned;

    private Share(Key key, Entry entry, OpenModel model) {
      this.key = key;
      this.entry = entry;
      this.model = model;
    }

    OpenModel model() {
      return model;
    }

    @Override
    public void close() {
      synchronized (this) {
        if (returned) {
          return;
        }
        returned = true;
      }
      giveBack(key, entry);
    }
  }

  /** Opens files, wherever they are. */
  private static final class FromFiles implements Opener {
    /** The rows of a query are there already; fetching is handing over. */
    private static final int FETCH_THREADS = 2;

    private final DeviceSessions sessions;
    private final PipelineThreads threads =
        new PipelineThreads(FETCH_THREADS, Runtime.getRuntime().availableProcessors());

    FromFiles(DeviceSessions sessions) {
      this.sessions = sessions;
    }

    @Override
    public OpenModel open(
        ModelAddress address, PredictionSettings settings, HadoopSettings hadoop) {
      LocalFile file = address.fetch(hadoop);
      try {
        Model model = Models.open(file.path(), settings.device(), settings.model(), sessions);
        return new OpenModel(model, settings, threads, () -> delete(file));
      } catch (RuntimeException | Error failed) {
        delete(file);
        throw failed;
      }
    }

    /** What cannot be deleted goes when the process ends. */
    private static void delete(LocalFile file) {
      File folder = file.path().toFile().getParentFile();
      if (file.isCopy() && folder != null) {
        File[] files = folder.listFiles();
        for (File each : files == null ? new File[0] : files) {
          boolean unused = each.delete();
        }
        boolean unused = folder.delete();
      }
    }
  }
}
