package dev.relabel.mutations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A list that no longer fits the sources is noticed at once, not only when mutations are run. */
class MutationsListTest {
  static List<Mutation> mutations() {
    return Mutations.all();
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void theSafeguardAndItsTestsAreThere(Mutation mutation) throws IOException {
    assertThat(mutation.source()).contains(mutation.without());
    assertThat(mutation.tests())
        .isNotEmpty()
        .allSatisfy(test -> assertThat(TestRun.method(test)).isNotNull());
  }
}
