package dev.relabel.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.embedded.EmbeddedServer;
import dev.relabel.platform.embedded.ServerSettings;
import dev.relabel.platform.local.LocalProjects;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The embedded platform on a local project. */
@Command(
    name = "serve",
    description = "Serves local projects in Supervisely's format through Supervisely's REST API.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "A project, or a folder of projects.")
  Path directory = Path.of(".");

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "0 takes a free one.")
  int port;

  @Option(
      names = "--token",
      paramLabel = "T",
      description = "Token that clients must send; made up and printed when not given.")
  @Nullable String token;

  @Option(names = "--verbose", description = "Show stack traces.")
  boolean verbose;

  private final Shell shell;

  ServeCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    LogLevels.set(verbose);
    String secret = token != null ? token : newToken();
    try (EmbeddedServer server = open(secret)) {
      shell.out().println(ready(server, secret));
      shell.out().flush();
      server.join();
    }
    return ExitCode.DONE;
  }

  private EmbeddedServer open(String secret) throws IOException {
    LocalProjects projects = LocalProjects.open(directory);
    return new EmbeddedServer(projects, ServerSettings.local().withPort(port).withToken(secret))
        .start();
  }

  private static String ready(EmbeddedServer server, String secret) {
    ObjectNode node =
        JsonNodeFactory.instance.objectNode().put("address", server.address()).put("token", secret);
    ArrayNode projects = node.putArray("projects");
    server
        .projects()
        .forEach(
            project ->
                projects.addObject().put("id", project.id().value()).put("name", project.name()));
    return node.toString();
  }

  private static String newToken() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
