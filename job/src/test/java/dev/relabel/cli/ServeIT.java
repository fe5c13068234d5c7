package dev.relabel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.relabel.deploy.Environment;
import dev.relabel.platform.Platform;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.Secret;
import dev.relabel.platform.supervisely.SuperviselyConnection;
import dev.relabel.platform.supervisely.SuperviselyPlatform;
import dev.relabel.testing.TextDemo;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code serve} as a script uses it. */
class ServeIT {
  @Test
  void tellsItsAddressTokenAndProjectsInOneLine(@TempDir Path directory) throws Exception {
    Path project =
        TextDemo.shared().project(directory.resolve("signs"), "street/road-03.jpg").directory();
    FirstLine out = new FirstLine();
    Shell shell =
        new Shell(
            new Environment(Map.of(), directory, 0),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            /* terminal= */ false);
    Thread serving = new Thread(() -> Main.run(shell, "serve", project.toString()));
    serving.start();
    try {
      JsonNode ready = new JsonMapper().readTree(out.text.get(2, TimeUnit.MINUTES));

      assertThat(ready.path("projects")).hasSize(1);
      JsonNode signs = ready.path("projects").path(0);
      assertThat(signs.path("name").asText()).isEqualTo("signs");
      try (Platform client =
          SuperviselyPlatform.open(
              SuperviselyConnection.of(
                  ready.path("address").asText(), Secret.of(ready.path("token").asText())),
              1)) {
        assertThat(client.project(new ProjectId(signs.path("id").asLong())).name())
            .isEqualTo("signs");
      }
    } finally {
      serving.interrupt();
      serving.join();
    }
  }

  /** Keeps what is written until the first line ends. */
  private static final class FirstLine extends OutputStream {
    private final StringBuilder soFar = new StringBuilder();
    private final CompletableFuture<String> text = new CompletableFuture<>();

    @Override
    public synchronized void write(int b) throws IOException {
      if (b == '\n') {
        text.complete(soFar.toString());
      }
      soFar.append((char) b);
    }
  }
}
