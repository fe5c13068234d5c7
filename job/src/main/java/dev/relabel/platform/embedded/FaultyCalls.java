package dev.relabel.platform.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes calls and sends what they answer, unless a fault comes between. */
public final class FaultyCalls {
  private static final Logger LOG = LoggerFactory.getLogger(FaultyCalls.class);
  private static final int GATEWAY_TIMEOUT = 504;

  private final Faults faults;
  private final IntFunction<Answer> refusal;

  /**
   * @param faults decides what fails
   * @param refusal what is answered with a status that comes from a fault
   */
  public FaultyCalls(Faults faults, IntFunction<Answer> refusal) {
    this.faults = faults;
    this.refusal = refusal;
  }

  /** Reads a request to its end, so that the call can be made at any time. */
  @FunctionalInterface
  public interface Reading {
    Call read() throws IOException;
  }

  /** What a request asks for; its effects are durable when it returns. */
  @FunctionalInterface
  public interface Call {
    Reply make() throws IOException;
  }

  /**
   * Makes a call and sends its answer.
   *
   * @param name what faults know the call by
   * @throws IOException if the connection is lost, on purpose or not, or what the call throws
   */
  public void run(String name, Request request, Response response, Reading reading)
      throws IOException {
    try {
      Optional<Faults.Fault> before = faults.before(name);
      apply(before, request);
      Call call = reading.read();
      if (before.isPresent() && before.get() instanceof Faults.Late late) {
        makeLate(name, call, late, request);
        throw new FaultyAnswer(new Faults.Refusal(GATEWAY_TIMEOUT, Map.of()));
      }
      Reply reply = call.make();
      Optional<Faults.Fault> after = faults.after(name);
      if (after.isPresent()
          && after.get() instanceof Faults.Truncated
          && reply.body().isPresent()) {
        sendHalf(request, response, reply.body().get());
      }
      apply(after, request);
      reply.send(response);
    } catch (FaultyAnswer e) {
      send(e.fault, response);
    }
  }

  private void send(Faults.Fault fault, Response response) throws IOException {
    if (fault instanceof Faults.Refusal refused) {
      Answer body = refusal.apply(refused.status());
      new Reply(refused.status(), refused.headers(), Optional.of(body)).send(response);
    } else {
      byte[] page = "<html>Please wait</html>".getBytes(StandardCharsets.UTF_8);
      Reply.of(200, new Answer.Bytes(page, "text/html; charset=utf-8")).send(response);
    }
  }

  private static void apply(Optional<Faults.Fault> fault, Request request) throws IOException {
    if (fault.isEmpty()) {
      return;
    }
    if (fault.get() instanceof Faults.Refusal || fault.get() instanceof Faults.WebPage) {
      throw new FaultyAnswer(fault.get());
    } else if (fault.get() instanceof Faults.Pause pause) {
      pause.until().run();
    } else if (fault.get() instanceof Faults.Reset) {
      throw cut(request);
    }
  }

  private static EofException cut(Request request) {
    EofException cut = new EofException("Cut on purpose");
    request.getConnectionMetaData().getConnection().getEndPoint().close(cut);
    return cut;
  }

  private void makeLate(String name, Call call, Faults.Late late, Request request) {
    request
        .getComponents()
        .getExecutor()
        .execute(
            () -> {
              late.until().run();
              try {
                call.make();
                faults.after(name);
              } catch (IOException | RuntimeException e) {
                LOG.warn("What came late failed", e);
              }
            });
  }

  private static void sendHalf(Request request, Response response, Answer answer)
      throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    answer.writeTo(whole);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, whole.size());
    OutputStream out = Content.Sink.asOutputStream(response);
    out.write(whole.toByteArray(), 0, whole.size() / 2);
    out.flush();
    throw cut(request);
  }

  private static final class FaultyAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Faults.Fault fault;

    FaultyAnswer(Faults.Fault fault) {
      this.fault = fault;
    }
  }
}
