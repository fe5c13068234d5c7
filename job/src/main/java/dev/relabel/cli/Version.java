package dev.relabel.cli;

import picocli.CommandLine.IVersionProvider;

/** The version in the jar's manifest. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"relabel " + of(Version.class.getPackage().getImplementationVersion())};
  }

  private static String of(@org.jspecify.annotations.Nullable String manifest) {
    return manifest == null ? "(development)" : manifest;
  }
}
