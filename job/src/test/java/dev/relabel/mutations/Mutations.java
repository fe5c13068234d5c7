package dev.relabel.mutations;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is switched off, and which test notices. */
final class Mutations {
  private static final String JOB = "job/src/main/java/dev/relabel/";
  private static final String PUBLISHER = JOB + "publish/Publisher.java";
  private static final String WRITING = JOB + "publish/Writing.java";
  private static final String MERGE = JOB + "publish/ThreeWayMerge.java";
  private static final String PASSAGE = JOB + "publish/Passage.java";
  private static final String BATCH = JOB + "publish/BatchWriter.java";
  private static final String WAVES = JOB + "publish/WavesInTurn.java";
  private static final String LOG = JOB + "run/WriteBackLog.java";

  /** A thousand whole lives of runs notice some of it, too. */
  private static final String SIMULATION =
      "publish.SimulationTest#whateverHappensTheReceiptsTellWhatThePlatformHolds";

  private final List<Mutation> all = new ArrayList<>();

  private Mutations() {}

  static List<Mutation> all() {
    Mutations mutations = new Mutations();
    mutations.lostWrites();
    mutations.labels();
    mutations.writeBacks();
    return mutations.all;
  }

  private void lostWrites() {
    add("look before a lost write is repeated")
        .in(PUBLISHER, "merges = look(dataset, edits, writing);")
        .instead(
            """
            merges = look(dataset, edits, writing);
            if (!writing.message.isEmpty()) {
              for (Edit edit : edits) {
                merges.put(edit.image(), ThreeWayMerge.of(edit, edit.base(), tolerance));
              }
            }
            """)
        .failing(
            "publish.PublisherSafeguardsTest#aLostWriteThatTookEffectIsNotRepeated", SIMULATION);
    add("the client sends no write again whose answer is lost")
        .in(JOB + "platform/Repeat.java", "case CHECK_FIRST -> effect == Effect.NONE;")
        .instead("case CHECK_FIRST -> true;")
        .failing(
            "platform.supervisely.FaultsTest#neverSendsAWriteAgainUnlessItIsKnownToHaveDoneNothing");
    add("time for a lost write to land")
        .in(WRITING, "if (left.isNegative()) {")
        .instead("if (left.isNegative() || !writing.message.isEmpty()) {")
        .failing(
            "publish.PublisherSafeguardsTest#aLostWriteThatLandsWhileItIsGivenTimeIsNotRepeated");
    add("the look for doubles after a repetition")
        .in(PUBLISHER, "if (writing.mayHaveBeenDoubled()) {")
        .instead("if (writing.mayHaveBeenDoubled() && edits.isEmpty()) {")
        .failing("publish.PublisherTest#whatALostWriteAddsAfterItsRepetitionIsRemovedAgain");
    add("the look for doubles after an attempt that was broken off")
        .in(WRITING, "(isAdded && isHeldUp) || earlier != Earlier.NONE;")
        .instead("(isAdded && isHeldUp);")
        .failing(
            "publish.PublisherSafeguardsTest#afterABrokenOffAttemptWhatItAddedLateIsRemovedAgain");
    add("the deadline of a look")
        .in(PUBLISHER, "      deadline = Deadline.in(FRESH, time);")
        .instead("      deadline = Deadline.in(Duration.ofDays(1), time);")
        .failing("publish.PublisherSafeguardsTest#whoeverIsHeldUpAfterTheLookLooksAgain");
    add("the client keeps deadlines")
        .in(JOB + "platform/http/Caller.java", "deadline.get().isPast(time)")
        .instead("deadline.isEmpty()")
        .failing("platform.supervisely.WritingTest#sendsNothingAfterTheDeadline");
    add("additions before removals")
        .in(PUBLISHER, "if (!additions.isEmpty()) {")
        .instead(
            """
            if (!removals.isEmpty()) {
              platform.removeLabels(dataset, removals, deadline);
              removals.clear();
            }
            if (!additions.isEmpty()) {
            """)
        .failing("publish.PublisherSafeguardsTest#additionsComeBeforeRemovals");
  }

  private void labels() {
    add("the before-image")
        .in(PUBLISHER, "merges.put(edit.image(), merge(edit, now, writing));")
        .instead(
            "merges.put(edit.image(), ThreeWayMerge.of("
                + "new Edit(now, edit.change(), edit.isExclusive()), now, tolerance));")
        .failing("publish.PublisherTest#runningAgainOnTheSameChangesWritesNothing", SIMULATION);
    add("the multiset count against what was there before")
        .in(MERGE, "new ArrayList<>(survivors.appeared());")
        .instead("new ArrayList<>(current.labels());")
        .failing("publish.PublisherTest#appendOfWhatIsThereAlreadyAddsItASecondTime", SIMULATION);
    add("the multiset count among the additions")
        .in(
            "udf/src/main/java/dev/relabel/annotation/LabelMatcher.java",
            "pair(i, equal.remove());")
        .instead("pair(i, equal.peek());")
        .failing("publish.ThreeWayMergeTest#ofTwoEqualAdditionsOneThatIsThereLeavesOneToAdd");
    add("who made a label decides whether it was touched")
        .in(
            JOB + "publish/Survivors.java",
            "then.origin() == now.origin() && Sameness.same(then, now, tolerance)")
        .instead("Sameness.same(then, now, tolerance)")
        .failing(
            "publish.PublisherSafeguardsTest#replaceLeavesAMachinesLabelThatAPersonConfirmedInPlace");
    add("who made a label decides whether it is a double")
        .in(MERGE, "each.origin() == label.label().origin()")
        .instead("label.id().isPresent()")
        .failing("publish.ThreeWayMergeTest#neitherWhatWasThereBeforeNorWhatAPersonDrewIsADouble");
    add("what a person deleted is not the run's to put back")
        .in(WRITING, "earlier != Earlier.NONE || label.id()")
        .instead("!removed.contains(null) || label.id()")
        .failing("publish.BatchWriterTest#aLabelThatAPersonDeletedIsNotPutBackByAnUndo");
    add("the copy, not the image, is written to")
        .in(BATCH, ".filter(image -> !image.equals(source));")
        .instead(".filter(image -> image != source);")
        .failing("publish.BatchWriterTest#anImageThatWasNeverWrittenHasNoCopyUntilItIsPublished");
    add("a label that a person edited is not removed")
        .in(MERGE, "new Removal(changed, true)")
        .instead("new Removal(changed, false)")
        .failing("publish.PublisherTest#replaceKeepsWhatAPersonDrewAndChangedMeanwhile");
  }

  private void writeBacks() {
    add("an undo restores")
        .in(PASSAGE, "(isWanted ? toAdd : toRemove).add(part);")
        .instead("if (!isUndo || !isWanted) { (isWanted ? toAdd : toRemove).add(part); }")
        .failing("publish.BatchWriterTest#undoingLeavesWhatWasThereBefore");
    add("an undo's filters")
        .in(PASSAGE, "(!isUndo || isAbout(writeBack, part.label()))")
        .instead("(!isUndo || writeBack != null)")
        .failing("publish.BatchWriterTest#anUndoOfOneClassCanBeFollowedByAnUndoOfTheRest");
    add("an undo looks for what a broken-off publish may have written")
        .in(BATCH, "? last : last.assumedDone();")
        .instead("? last : last;")
        .failing(
            "publish.BatchWriterTest#anUndoFindsWhatAPublishWroteThatWasBrokenOffBeforeItsReceipts");
    add("only receipts of this write-back settle an image")
        .in(BATCH, "if (age == Age.THIS && each.receipt()")
        .instead("if (each.receipt()")
        .failing("publish.BatchWriterTest#undoingLeavesWhatWasThereBefore");
    add("an unknown image is not settled")
        .in(JOB + "publish/Receipt.java", "return !outcome.equals(\"unknown\");")
        .instead("return !outcome.isEmpty();")
        .failing("publish.BatchWriterTest#whatAnUnfinishedAttemptHasSettledIsCarriedOver");
    add("the driver tells which write-back receipts are from")
        .in(WAVES, "if (last == begun.number()) {")
        .instead("if (last >= 0) {")
        .failing(
            "publish.WavesInTurnTest#onlyTheWaveThatWasBrokenOffIsInDoubt",
            "stage.WriteStageIT#theReceiptsOfAPublishAreWhereItsUndoStarts");
    add("a continued write-back knows that a wave may be half written")
        .in(WAVES, "this.isOwnAhead = begun.isContinued();")
        .instead("this.isOwnAhead = false;")
        .failing(
            "publish.WavesInTurnTest#ofAContinuedWriteBackTheFirstWaveWithoutReceiptsMayBeHalfWritten");
    add("the number of the write-back that went through a wave")
        .in(LOG, "marker.count(\"writeBack\") == number && ")
        .instead("")
        .failing("run.WriteBackLogTest#receiptsOfAnEarlierWriteBackDoNotFinishALaterOne");
    add("a wave with unknown images is not through")
        .in(LOG, " && marker.count(\"unknown\") == 0")
        .instead("")
        .failing("run.WriteBackLogTest#anUndoWithUnknownImagesIsNotFinished");
  }

  private Begun add(String safeguard) {
    return new Begun(safeguard, "", "", "");
  }

  /** A mutation that is being said. */
  private final class Begun {
    private final String safeguard;
    private final String file;
    private final String code;
    private final String without;

    Begun(String safeguard, String file, String code, String without) {
      this.safeguard = safeguard;
      this.file = file;
      this.code = code;
      this.without = without;
    }

    Begun in(String where, String what) {
      return new Begun(safeguard, where, what, without);
    }

    Begun instead(String other) {
      return new Begun(safeguard, file, code, other);
    }

    void failing(String... tests) {
      all.add(
          new Mutation(
              safeguard,
              file,
              code,
              without,
              Stream.of(tests).map(test -> "dev.relabel." + test).toList()));
    }
  }
}
