package dev.relabel.publish;

import static dev.relabel.publish.Boxes.drawn;
import static dev.relabel.publish.Boxes.held;
import static dev.relabel.publish.Boxes.predicted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.relabel.platform.FigureId;
import dev.relabel.publish.Standing.Presence;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandingTest {
  private static final Presence ABSENT = new Presence(false, Optional.empty());

  @Test
  void beforeTheFirstWriteOnlyTheRemovalsAreThere() {
    Change change = new Change(List.of(predicted(10)), List.of(held(7, drawn(40))));

    assertThat(Standing.untouched(change))
        .isEqualTo(
            new Standing(
                List.of(ABSENT), List.of(new Presence(true, Optional.of(new FigureId(7))))));
  }

  @Test
  void whatIsAssumedDoneKeepsTheIdsThatAreKnown() {
    Presence known = new Presence(true, Optional.of(new FigureId(9)));
    Presence removal = new Presence(true, Optional.of(new FigureId(7)));

    assertThat(new Standing(List.of(known, ABSENT), List.of(removal)).assumedDone())
        .isEqualTo(
            new Standing(List.of(known, new Presence(true, Optional.empty())), List.of(ABSENT)));
  }
}
