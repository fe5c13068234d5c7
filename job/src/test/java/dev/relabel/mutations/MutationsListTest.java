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
  void theSafeguardAndItsTestAreThere(Mutation mutation) throws Exception {
    assertThat(source(mutation)).contains(mutation.without());
    assertThat(TestRun.method(Class.forName(mutation.testClass()), mutation.testMethod()))
        .isNotNull();
  }

  private static String source(Mutation mutation) throws IOException {
    return mutation.source();
  }
}
