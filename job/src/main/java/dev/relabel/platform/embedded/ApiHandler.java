package dev.relabel.platform.embedded;

import dev.relabel.platform.Secret;
import dev.relabel.platform.local.LocalProjectException;
import dev.relabel.platform.local.NameRefusedException;
import dev.relabel.platform.local.NameTakenException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks HTTP: finds the method of a request, checks the token, answers results and errors. */
final class ApiHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);
  private static final String PREFIX = "/public/api/v3/";

  private final ApiMethods methods;
  private final Optional<Secret> token;
  private final FaultyCalls calls;
  private final Path temporary;

  ApiHandler(ApiMethods methods, Optional<Secret> token, Faults faults, Path temporary) {
    this.methods = methods;
    this.token = token;
    this.calls =
        new FaultyCalls(
            faults, status -> Answer.json(ApiException.of(status, "Refused on purpose").body()));
    this.temporary = temporary;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = Request.getPathInContext(request);
    try {
      if (path.startsWith(PREFIX)) {
        call(path.substring(PREFIX.length()), request, response);
      } else if (path.equals("/")) {
        Reply.of(200, Answer.success()).send(response);
      } else {
        ApiException unknown = ApiException.of(404, "There is nothing at this path");
        Reply.of(unknown.status(), Answer.json(unknown.body())).send(response);
      }
      callback.succeeded();
    } catch (IOException | RuntimeException e) {
      // The answer is under way already, or the client is gone: all that is left is to hang up.
      callback.failed(e);
    }
    return true;
  }

  private void call(String name, Request request, Response response) throws IOException {
    try {
      authenticate(request);
      ApiMethod method = methods.find(name, request.getMethod());
      calls.run(
          name,
          request,
          response,
          () -> {
            ApiCall sent = RequestBody.read(request, temporary);
            return () -> Reply.of(200, method.call(sent));
          });
    } catch (EofException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      if (response.isCommitted()) {
        throw e;
      }
      ApiException error = toApi(name, e);
      Reply.of(error.status(), Answer.json(error.body())).send(response);
    }
  }

  private void authenticate(Request request) {
    if (request.getHeaders().contains(HttpHeader.ORIGIN)) {
      // Only browsers send it: some page tries its luck with servers on its reader's machine.
      throw ApiException.of(403, "Pages in a browser may not use this server");
    }
    if (token.isPresent()) {
      String sent = request.getHeaders().get("x-api-key");
      if (sent == null) {
        throw ApiException.of(401, "The header x-api-key with a token is missing");
      }
      // Takes the same time for every wrong token.
      if (!MessageDigest.isEqual(
          sent.getBytes(StandardCharsets.UTF_8),
          token.get().reveal().getBytes(StandardCharsets.UTF_8))) {
        throw ApiException.of(403, "The token in x-api-key is not the one of this server");
      }
    }
  }

  private static ApiException toApi(String method, Exception e) {
    if (e instanceof ApiException known) {
      return known;
    }
    if (e instanceof NameTakenException taken) {
      return ApiException.notUnique(taken);
    }
    String message = String.valueOf(e.getMessage());
    if (e instanceof NameRefusedException || e instanceof LocalProjectException) {
      return ApiException.badRequest(message);
    }
    if (e instanceof NoSuchFileException) {
      return ApiException.of(404, "The file %s is gone from the disk".formatted(message));
    }
    LOG.error("{} failed", method, e);
    if (cannotStore(e, message)) {
      return ApiException.of(
          507,
          "%s failed: the server cannot read or write its files (%s). Give its user the right to, or its disk space"
              .formatted(method, e));
    }
    return ApiException.of(500, "%s failed: %s".formatted(method, e));
  }

  /** Clients repeat what fails with 500, but not what fails with 507. */
  private static boolean cannotStore(Exception e, String message) {
    return e instanceof AccessDeniedException
        || e instanceof ReadOnlyFileSystemException
        || message.contains("Read-only file system")
        || message.contains("No space left on device");
  }
}
