package dev.relabel.publish;

import dev.relabel.platform.Platform;
import dev.relabel.platform.ProjectId;
import dev.relabel.platform.Secret;
import dev.relabel.platform.embedded.Faults;
import dev.relabel.platform.embedded.geti.GetiServer;
import dev.relabel.platform.embedded.geti.GetiSettings;
import dev.relabel.platform.embedded.geti.Rate;
import dev.relabel.platform.geti.GetiConnection;
import dev.relabel.platform.http.TlsTrust;
import dev.relabel.platform.local.LocalProjects;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** Faults of a Geti server, which writes and reads whole scenes of one image each. */
class PublishFaultsGetiIT extends PublishFaultsContract {
  PublishFaultsGetiIT(@TempDir Path directory) throws IOException {
    super(directory);
  }

  private record Geti(GetiServer server) implements Served {
    @Override
    public ProjectId project() {
      return new ProjectId(server.projects().get(0).id());
    }

    @Override
    public Platform connect() {
      return GetiConnection.of(server.address(), Secret.of("none"), TlsTrust.OF_JAVA)
          .withRequestsPerSecond(10_000)
          .withPatience(Duration.ofSeconds(10), RETRIES)
          .open(1);
    }

    @Override
    public void close() {
      server.close();
    }
  }

  @Override
  Served serve(Path of, Faults faults) throws IOException {
    Rate unlimited = new Rate(100_000, 100_000);
    return new Geti(
        new GetiServer(
                LocalProjects.open(of),
                GetiSettings.local().withRates(unlimited, unlimited),
                faults,
                Optional.empty())
            .start());
  }

  @Override
  String adding() {
    return "annotations.post";
  }

  @Override
  String removing() {
    return "annotations.post";
  }

  @Override
  String looking() {
    return "annotations.get";
  }
}
