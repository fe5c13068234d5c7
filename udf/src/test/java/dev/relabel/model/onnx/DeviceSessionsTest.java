package dev.relabel.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.model.ModelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceSessionsTest {
  private static final OnnxFile A = new OnnxFile(Path.of("a.onnx"), 1, "aaaaaaaaaa");
  private static final OnnxFile B = new OnnxFile(Path.of("b.onnx"), 1, "bbbbbbbbbb");

  private final FakeOpener opener = new FakeOpener();
  private final DeviceSessions sessions = new DeviceSessions(1, opener);

  @AfterEach
  void close() {
    sessions.close();
  }

  @Test
  void tasksShareOneSessionOfACardWhoseCallsComeFromOneThread() throws Exception {
    runTasks(Device.cuda(0));
    sessions.close();

    assertThat(opener.opened).containsExactly("cuda:0 aaaaaaaaaa");
    assertThat(opener.batches).hasSize(160);
    assertThat(opener.closed).containsExactly("cuda:0 aaaaaaaaaa");
    assertThat(opener.threads).hasSize(1).doesNotContain(Thread.currentThread());
  }

  @Test
  void tasksShareOneSessionOnTheProcessorAndRunItThemselves() throws Exception {
    List<Thread> tasks = runTasks(Device.CPU);
    sessions.close();

    assertThat(opener.opened).containsExactly("cpu aaaaaaaaaa");
    assertThat(opener.batches).hasSize(160);
    assertThat(opener.closed).containsExactly("cpu aaaaaaaaaa");
    assertThat(opener.running).isSubsetOf(tasks);
  }

  /** Eight tasks, twenty calls each; answers the threads that they ran on. */
  private List<Thread> runTasks(Device device) throws Exception {
    List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    ExecutorService tasks = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> done =
          IntStream.range(0, 8)
              .<Future<?>>mapToObj(
                  task ->
                      tasks.submit(
                          () -> {
                            threads.add(Thread.currentThread());
                            try (DeviceSessions.Lease lease = sessions.lease(A, device)) {
                              for (int i = 0; i < 20; i++) {
                                lease.run(List.of(BatchRunnerTest.input(task)), nanos -> {});
                              }
                            }
                          }))
              .toList();
      for (Future<?> task : done) {
        task.get();
      }
    } finally {
      tasks.shutdown();
    }
    return threads;
  }

  @Test
  void anUnusedSessionWaitsForTheNextTaskAndMakesRoomForAnotherModel() {
    sessions.lease(A, Device.CPU).close();
    sessions.lease(A, Device.CPU).close();
    assertThat(opener.opened).hasSize(1);
    assertThat(opener.closed).isEmpty();

    DeviceSessions.Lease b = sessions.lease(B, Device.CPU);
    assertThat(opener.closed).containsExactly("cpu aaaaaaaaaa");

    sessions.lease(A, Device.CPU).close();
    assertThat(opener.closed).hasSize(1); // b is in use
    b.close();
    b.close(); // twice does no harm
    assertThat(sessions.open()).isEqualTo(2);
  }

  @Test
  void unusedSessionsGiveTheirMemoryBackWhenAsked() {
    sessions.lease(A, Device.CPU).close();
    DeviceSessions.Lease used = sessions.lease(B, Device.cuda(0));

    sessions.closeUnused();

    assertThat(opener.closed).containsExactly("cpu aaaaaaaaaa");
    assertThat(sessions.open()).isOne();
    used.close();
  }

  @Test
  void autoTakesTheCardWhereThereIsOne() {
    assertThat(sessions.lease(A, Device.parse("auto:1")).device()).isEqualTo(Device.cuda(1));
    assertThat(sessions.lease(A, Device.cuda(1)).device()).isEqualTo(Device.cuda(1));
    assertThat(opener.opened).containsExactly("cuda:1 aaaaaaaaaa");
  }

  @Test
  void autoFallsBackToTheProcessorAndDoesNotTryTheCardAgain() {
    opener.unusable.add(Device.cuda(0));

    assertThat(sessions.lease(A, Device.AUTO).device()).isEqualTo(Device.CPU);
    opener.unusable.clear();
    assertThat(sessions.lease(B, Device.AUTO).device()).isEqualTo(Device.CPU);
  }

  @Test
  void aCardThatIsFullNowIsTriedAgainForTheNextModel() {
    AtomicBoolean full = new AtomicBoolean(true);
    SessionOpener crowded =
        new SessionOpener() {
          @Override
          public boolean mayUse(Device.Kind kind) {
            return true;
          }

          @Override
          public GraphSession open(
              OnnxFile file, Device device, SessionTuning tuning, int threads) {
            if (device.kind() == Device.Kind.CUDA && full.get()) {
              throw new OutOfDeviceMemoryException("full", null);
            }
            return opener.open(file, device, tuning, threads);
          }
        };
    try (DeviceSessions shared = new DeviceSessions(1, crowded)) {
      assertThat(shared.lease(A, Device.AUTO).device()).isEqualTo(Device.CPU);
      full.set(false);
      assertThat(shared.lease(B, Device.AUTO).device()).isEqualTo(Device.cuda(0));
    }
  }

  @Test
  void aFullCardGetsRoomFromThoseWhoKeepModelsInReserve() {
    AtomicInteger onCard = new AtomicInteger();
    SessionOpener small = // one model fits
        new SessionOpener() {
          @Override
          public boolean mayUse(Device.Kind kind) {
            return true;
          }

          @Override
          public GraphSession open(
              OnnxFile file, Device device, SessionTuning tuning, int threads) {
            if (onCard.get() - opener.closed.size() > 0) {
              throw new OutOfDeviceMemoryException("full", null);
            }
            onCard.incrementAndGet();
            return opener.open(file, device, tuning, threads);
          }
        };
    try (DeviceSessions shared = new DeviceSessions(1, small)) {
      DeviceSessions.Lease kept = shared.lease(A, Device.AUTO);
      shared.whenFull(kept::close);

      assertThat(shared.lease(B, Device.AUTO).device()).isEqualTo(Device.cuda(0));

      assertThat(opener.closed).containsExactly("cuda:0 aaaaaaaaaa");
      assertThatThrownBy(() -> shared.lease(A, Device.cuda(0)))
          .isInstanceOf(OutOfDeviceMemoryException.class); // the other one is in use
    }
  }

  @Test
  void autoDoesNotTryWhatTheRuntimeIsBuiltWithout() {
    opener.builtForCards = false;

    assertThat(sessions.lease(A, Device.AUTO).device()).isEqualTo(Device.CPU);
  }

  @Test
  void aCardThatWasAskedForIsInsistedOn() {
    opener.unusable.add(Device.cuda(0));

    assertThatThrownBy(() -> sessions.lease(A, Device.cuda(0)))
        .isInstanceOf(DeviceUnavailableException.class)
        .hasMessage("no card");
    assertThat(sessions.open()).isZero();
  }

  @Test
  void thisRuntimeSaysThatItCannotUseACard() {
    try (DeviceSessions real = new DeviceSessions(1)) {
      assertThatThrownBy(() -> real.lease(A, Device.cuda(0)))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("Device cuda:0")
          .hasMessageContaining("--device");
    }
  }

  @Test
  void nothingOpensOnceClosed() {
    DeviceSessions.Lease lease = sessions.lease(A, Device.CPU);
    sessions.close();

    assertThatThrownBy(() -> sessions.lease(A, Device.CPU))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> lease.run(List.of(BatchRunnerTest.input(1)), nanos -> {}))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("closed");
  }
}
