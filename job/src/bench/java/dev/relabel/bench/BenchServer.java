package dev.relabel.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.embedded.EmbeddedServer;
import dev.relabel.platform.embedded.ServerSettings;
import dev.relabel.platform.local.LocalProjects;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The embedded platform in a process of its own, which counts calls and makes a share of them fail.
 * Prints where it serves; answers every line with the counts so far; ends with its input.
 */
final class BenchServer implements AutoCloseable {
  static final String TOKEN = "bench";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final WatchedJvm jvm;
  private final BufferedReader output;
  private final String address;
  private final long project;

  private BenchServer(WatchedJvm jvm, BufferedReader output, String address, long project) {
    this.jvm = jvm;
    this.output = output;
    this.address = address;
    this.project = project;
  }

  /**
   * Serves.
   *
   * @param args the project's folder, the share of requests that fail, a seed, milliseconds that
   *     requests take more
   */
  public static void main(String[] args) throws IOException {
    Trouble faults =
        new Trouble(
            Double.parseDouble(args[1]), Long.parseLong(args[2]), Integer.parseInt(args[3]));
    try (EmbeddedServer server =
            new EmbeddedServer(
                    LocalProjects.open(Path.of(args[0])),
                    ServerSettings.local().withToken(TOKEN),
                    faults)
                .start();
        BufferedReader input =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      ObjectNode ready = JSON.createObjectNode().put("address", server.address());
      ready.put("project", server.projects().get(0).id().value());
      System.out.println(ready);
      while (input.readLine() != null) {
        System.out.println(JSON.writeValueAsString(faults.counts()));
      }
    }
  }

  /**
   * Starts one.
   *
   * @param faults the share of all requests that fail
   */
  static BenchServer start(Path project, double faults, long seed, int latencyMillis)
      throws IOException {
    WatchedJvm jvm =
        WatchedJvm.start(
            List.of("-Xmx1g"),
            List.of(
                BenchServer.class.getName(),
                project.toString(),
                Double.toString(faults),
                Long.toString(seed),
                Integer.toString(latencyMillis)),
            Map.of(),
            System.out::println);
    BufferedReader output = jvm.output();
    var ready = JSON.readTree(output.readLine());
    return new BenchServer(
        jvm, output, ready.path("address").asText(), ready.path("project").asLong());
  }

  String address() {
    return address;
  }

  long project() {
    return project;
  }

  /** How often each method was called, and what went wrong with it. */
  Map<String, Integer> counts() throws IOException {
    jvm.tell("counts");
    return new TreeMap<>(
        JSON.readValue(output.readLine(), new TypeReference<Map<String, Integer>>() {}));
  }

  WatchedJvm.Memory memory() throws IOException, InterruptedException {
    return jvm.memory();
  }

  @Override
  public void close() {
    jvm.close();
  }
}
