package dev.relabel.publish;

import dev.relabel.publish.BatchWriter.Age;
import dev.relabel.publish.Publisher.Earlier;
import dev.relabel.run.Marker;
import dev.relabel.run.RunDirectory;
import dev.relabel.run.Step;
import dev.relabel.run.WriteBack;
import dev.relabel.run.WriteBackLog;

/**
 * What is known of each wave when a write-back comes to it. Waves are written one after the other,
 * so that at most one is left half written by an invocation that ends early.
 *
 * <p>Confined to one thread; one for each invocation.
 */
public final class WavesInTurn {
  private final RunDirectory run;
  private final WriteBackLog log;
  private final WriteBackLog.Begun begun;
  // Whether a wave that an earlier invocation of this write-back has left half written may still
  // lie ahead.
  private boolean isOwnAhead;

  /** The waves of a write-back that has just begun or goes on. */
  public WavesInTurn(RunDirectory run, WriteBackLog.Begun begun) {
    this.run = run;
    this.log = new WriteBackLog(run);
    this.begun = begun;
    this.isOwnAhead = begun.isContinued();
  }

  /**
   * Whether nothing is left to try on the wave: every image is settled and, of an undo, none has
   * failed. What a run could not write another run can; nobody else can take it back.
   */
  public boolean isDone(int wave) {
    boolean hasFailures =
        run.marker(Step.RECEIPTS, wave).filter(each -> each.count("failed") > 0).isPresent();
    return log.isDone(wave, begun.number())
        && !(hasFailures && begun.writeBack().kind() == WriteBack.Kind.UNDO);
  }

  /** How far the wave's last receipts can be relied on. */
  public Age age(int wave) {
    long last = run.marker(Step.RECEIPTS, wave).map(each -> each.count("writeBack")).orElse(-1L);
    if (last == begun.number()) {
      return Age.THIS;
    }
    return wave == begun.brokenOffAt() ? Age.OLDER : Age.PREVIOUS;
  }

  /** Whether a wave that is written next may be half written. */
  public Earlier earlier(int wave) {
    return isOwnAhead || wave == begun.brokenOffAt() ? Earlier.BROKEN_OFF : Earlier.NONE;
  }

  /** The wave is written: its receipts count from now on. */
  public void commit(int wave, Marker receipts) {
    Age age = age(wave);
    run.commit(Step.RECEIPTS, wave, receipts);
    // One with receipts was gone through before; it is here for what has stayed unknown.
    isOwnAhead &= age == Age.THIS;
  }
}
