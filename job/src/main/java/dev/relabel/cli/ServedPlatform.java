package dev.relabel.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.embedded.EmbeddedServer;
import dev.relabel.platform.embedded.Faults;
import dev.relabel.platform.embedded.ServerSettings;
import dev.relabel.platform.embedded.geti.GetiServer;
import dev.relabel.platform.embedded.geti.GetiSettings;
import dev.relabel.platform.embedded.geti.GetiToken;
import dev.relabel.platform.local.LocalProjects;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** The platforms whose API {@code serve} speaks. */
enum ServedPlatform {
  SUPERVISELY {
    @Override
    Serving serve(
        LocalProjects projects, int port, Optional<String> token, Optional<OnnxPredictor> model)
        throws IOException {
      String secret = token.orElseGet(ServedPlatform::newToken);
      EmbeddedServer server =
          new EmbeddedServer(projects, ServerSettings.local().withPort(port).withToken(secret));
      return new Supervisely(server.start(), secret);
    }
  },
  GETI {
    @Override
    Serving serve(
        LocalProjects projects, int port, Optional<String> token, Optional<OnnxPredictor> model)
        throws IOException {
      String secret = token.orElseGet(() -> GetiToken.random(new SecureRandom()));
      GetiSettings settings = GetiSettings.local().withPort(port).withToken(secret);
      GetiServer server =
          new GetiServer(
              projects,
              model.map(each -> settings.withModel(each.file())).orElse(settings),
              Faults.NONE,
              model.map(each -> each));
      return new Geti(server.start(), secret);
    }
  };

  /** A server that runs. */
  interface Serving extends AutoCloseable {
    /** What a client needs to know, in one line. */
    ObjectNode ready();

    /** Waits until the thread is interrupted. */
    void join() throws InterruptedException;

    @Override
    void close();
  }

  /**
   * Starts to serve.
   *
   * @param projects what is served, closed with the server
   * @param token what clients must send; empty makes one up
   * @param model what predicts, where the platform does; closed by the caller
   */
  abstract Serving serve(
      LocalProjects projects, int port, Optional<String> token, Optional<OnnxPredictor> model)
      throws IOException;

  private static String newToken() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static ObjectNode ready(String address, String token) {
    return JsonNodeFactory.instance.objectNode().put("address", address).put("token", token);
  }

  private record Supervisely(EmbeddedServer server, String token) implements Serving {
    @Override
    public ObjectNode ready() {
      ObjectNode node = ServedPlatform.ready(server.address(), token);
      ArrayNode projects = node.putArray("projects");
      server
          .projects()
          .forEach(
              each -> projects.addObject().put("id", each.id().number()).put("name", each.name()));
      return node;
    }

    @Override
    public void join() throws InterruptedException {
      server.join();
    }

    @Override
    public void close() {
      server.close();
    }
  }

  private record Geti(GetiServer server, String token) implements Serving {
    @Override
    public ObjectNode ready() {
      ObjectNode node =
          ServedPlatform.ready(server.address(), token)
              .put("organization", server.organization())
              .put("workspace", server.workspace());
      ArrayNode projects = node.putArray("projects");
      server
          .projects()
          .forEach(
              each -> {
                ObjectNode project =
                    projects.addObject().put("id", each.id()).put("name", each.name());
                each.datasets().forEach(project.putArray("datasets")::add);
              });
      return node;
    }

    @Override
    public void join() throws InterruptedException {
      server.join();
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
