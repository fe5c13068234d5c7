package dev.relabel.platform.embedded.geti;

import dev.relabel.platform.embedded.Answer;
import dev.relabel.platform.embedded.Faults;
import dev.relabel.platform.embedded.FaultyCalls;
import dev.relabel.platform.embedded.Reply;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.local.LocalProjectException;
import dev.relabel.platform.local.NameRefusedException;
import dev.relabel.platform.local.NameTakenException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks HTTP: finds the method of a request, lets it pass the gateway, answers. */
final class GetiHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(GetiHandler.class);
  private static final int TOO_MANY = 429;

  private final Routes routes;
  private final Gateway gateway;
  private final FaultyCalls calls;
  private final Path temporary;

  GetiHandler(Routes routes, Gateway gateway, Faults faults, Path temporary) {
    this.routes = routes;
    this.gateway = gateway;
    this.calls = new FaultyCalls(faults, GetiHandler::refusal);
    this.temporary = temporary;
  }

  /** What the gateway refuses is a plain text, as is what broke down. */
  private static Answer refusal(int status) {
    return status == TOO_MANY || status >= 500
        ? GetiException.text("Refused on purpose")
        : Answer.json(
            Json.object()
                .put("error_code", "refused")
                .put("message", "Refused on purpose")
                .put("http_status", status));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    try {
      call(request, response);
      callback.succeeded();
    } catch (IOException | RuntimeException e) {
      // The answer is under way already, or the client is gone: all that is left is to hang up.
      callback.failed(e);
    }
    return true;
  }

  private void call(Request request, Response response) throws IOException {
    String path = Request.getPathInContext(request);
    try {
      gateway.authenticate(request);
      Routes.Found found =
          routes.find(request.getMethod(), path).orElseThrow(() -> GetiException.noEndpoint(path));
      gateway.admit(request, found);
      calls.run(
          found.route().name(),
          request,
          response,
          () -> {
            GetiCall sent = GetiCall.read(request, found.path(), temporary);
            return () -> found.route().method().call(sent);
          });
    } catch (EofException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      if (response.isCommitted()) {
        throw e;
      }
      reply(path, e).send(response);
    }
  }

  private static Reply reply(String path, Exception e) {
    if (e instanceof GetiException known) {
      return known.reply();
    }
    if (e instanceof NameTakenException
        || e instanceof NameRefusedException
        || e instanceof LocalProjectException) {
      return GetiException.badRequest(String.valueOf(e.getMessage())).reply();
    }
    if (e instanceof NoSuchFileException) {
      return GetiException.notFound("resource").reply();
    }
    LOG.error("{} failed", path, e);
    String message = String.valueOf(e.getMessage());
    return message.contains("No space left on device")
        ? GetiException.of(507, "not_enough_space", "The server is out of disk space.").reply()
        : GetiException.brokenDown().reply();
  }
}
