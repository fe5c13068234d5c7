package dev.relabel.mutations;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs named tests in a process of its own and writes a line per result to a file. */
final class TestRun implements TestExecutionListener {
  private final List<String> results = new ArrayList<>();

  private TestRun() {}

  /**
   * Runs them.
   *
   * @param args the file for the results, then the tests
   */
  public static void main(String[] args) throws IOException, ClassNotFoundException {
    List<DiscoverySelector> selectors = new ArrayList<>();
    for (String test : Arrays.asList(args).subList(1, args.length)) {
      Method method = method(test);
      selectors.add(selectMethod(method.getDeclaringClass(), method));
    }
    TestRun run = new TestRun();
    LauncherFactory.create()
        .execute(LauncherDiscoveryRequestBuilder.request().selectors(selectors).build(), run);
    Files.write(Path.of(args[0]), run.results);
  }

  /** The test method of that name; its parameters are the test's own affair. */
  static Method method(String test) throws ClassNotFoundException {
    int split = test.indexOf('#');
    return Arrays.stream(Class.forName(test.substring(0, split)).getDeclaredMethods())
        .filter(each -> each.getName().equals(test.substring(split + 1)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no test " + test));
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    String name =
        test.getSource()
            .filter(MethodSource.class::isInstance)
            .map(MethodSource.class::cast)
            .map(source -> source.getClassName() + "#" + source.getMethodName())
            .orElse(test.getDisplayName());
    if (test.isTest() || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
      results.add(
          "%s %s %s"
              .formatted(
                  name,
                  result.getStatus(),
                  result
                      .getThrowable()
                      .map(thrown -> thrown instanceof AssertionError ? "ASSERTION" : thrown)
                      .orElse("")));
    }
  }
}
