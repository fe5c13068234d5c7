package dev.relabel.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A standalone Spark cluster of processes: a master and workers of one core each. */
public final class SparkCluster {
  /** What an executor is inside of while it writes labels. */
  public static final String WRITING = "dev.relabel.platform.supervisely.Writes.";

  private static final String HOST = "127.0.0.1";

  private final Processes processes;
  private final String address;
  private final List<Process> workers = new ArrayList<>();

  private SparkCluster(Processes processes, int port) {
    this.processes = processes;
    this.address = "spark://%s:%s".formatted(HOST, port);
  }

  /** Starts one; it ends with the processes. */
  public static SparkCluster start(Processes processes, Path directory, int workers) {
    int port = freePort();
    SparkCluster cluster = new SparkCluster(processes, port);
    Process master =
        processes.start(
            jvm(
                directory,
                List.of("org.apache.spark.deploy.master.Master", "--host", HOST),
                List.of("--port", Integer.toString(port), "--webui-port", "0")));
    if (!Processes.await(master, "the master", () -> isOpen(port))) {
      throw new AssertionError("The Spark master does not start");
    }
    for (int i = 0; i < workers; i++) {
      cluster.workers.add(
          processes.start(
              jvm(
                  directory,
                  List.of("org.apache.spark.deploy.worker.Worker", "--host", HOST),
                  List.of(
                      "--cores",
                      "1",
                      "--memory",
                      "1g",
                      "--webui-port",
                      "0",
                      "--work-dir",
                      directory.resolve("worker-" + i).toString(),
                      cluster.address))));
    }
    return cluster;
  }

  private static ProcessBuilder jvm(Path directory, List<String> main, List<String> arguments) {
    List<String> all = new ArrayList<>(main);
    all.addAll(arguments);
    return new ProcessBuilder(
            Processes.java(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), all))
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("cluster.log").toFile());
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The master's address. */
  public String address() {
    return address;
  }

  /** A worker and its executor: a machine. */
  public record Machine(ProcessHandle worker, ProcessHandle executor) {
    /** Freezes it. */
    public void freeze() {
      Processes.stop(worker);
      Processes.stop(executor);
    }
  }

  /** The machine on which an executor is inside a class, if there is one and no other. */
  public Optional<Machine> onlyMachineInside(String className) {
    List<Machine> inside =
        workers.stream()
            .flatMap(
                worker ->
                    processes.executorsOf(worker).stream()
                        .map(executor -> new Machine(worker.toHandle(), executor)))
            .filter(machine -> Processes.isInside(machine.executor(), className))
            .toList();
    return inside.size() == 1 ? Optional.of(inside.get(0)) : Optional.empty();
  }

  /** That one of some executors which is inside a class, if there is one. */
  public static Optional<ProcessHandle> executorInside(
      String className, List<ProcessHandle> executors) {
    return executors.stream().filter(each -> Processes.isInside(each, className)).findFirst();
  }

  /** Spark's settings for executors that are processes: they find our classes as the tests do. */
  public static Map<String, String> settings(String... more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("spark.executor.extraClassPath", System.getProperty("java.class.path"));
    settings.put("spark.executor.memory", "1g");
    // They live for seconds: with the quick compiler alone they are done sooner.
    settings.put("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.driver.host", HOST);
    settings.put("spark.sql.shuffle.partitions", "4");
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  /** Skips a test where executors cannot be started. */
  public static void assumeItCanRun() {
    assumeTrue(
        System.getenv("SPARK_HOME") != null && System.getenv("SPARK_SCALA_VERSION") != null,
        "executors want SPARK_HOME and SPARK_SCALA_VERSION, which the build sets");
  }
}
