package dev.relabel.publish;

import dev.relabel.platform.Platform;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.Secret;
import dev.relabel.platform.embedded.EmbeddedServer;
import dev.relabel.platform.embedded.Faults;
import dev.relabel.platform.embedded.ServerSettings;
import dev.relabel.platform.local.LocalProjects;
import dev.relabel.platform.supervisely.SuperviselyConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** Faults of a Supervisely server. */
class PublishFaultsIT extends PublishFaultsContract {
  PublishFaultsIT(@TempDir Path directory) throws IOException {
    super(directory);
  }

  private record Supervisely(EmbeddedServer server) implements Served {
    @Override
    public ProjectId project() {
      return server.projects().get(0).id();
    }

    @Override
    public Platform connect() {
      return SuperviselyConnection.of(server.address(), Secret.of("none"))
          .withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10))
          .withRetries(RETRIES)
          .open(1);
    }

    @Override
    public void close() {
      server.close();
    }
  }

  @Override
  Served serve(Path of, Faults faults) throws IOException {
    return new Supervisely(
        new EmbeddedServer(LocalProjects.open(of), ServerSettings.local(), faults).start());
  }

  @Override
  String adding() {
    return "figures.bulk.add";
  }

  @Override
  String removing() {
    return "figures.bulk.remove";
  }

  @Override
  String looking() {
    return "annotations.bulk.info";
  }
}
