package dev.relabel.cli;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The file of {@code --config}: YAML with the options' names, without dashes in front. What the
 * command line does not name is added to it from the file, so the command line wins.
 */
final class ConfigFile {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final String OPTION = "--config";

  private final Path file;
  private final CommandSpec command;
  private final List<String> problems = new ArrayList<>();

  private ConfigFile(Path file, CommandSpec command) {
    this.file = file;
    this.command = command;
  }

  /**
   * The arguments with those of the file that they name, if they do.
   *
   * @throws UsageException listing everything that is wrong with the file
   */
  static String[] expand(CommandLine line, String... args) {
    CommandLine command = args.length == 0 ? null : line.getSubcommands().get(args[0]);
    Optional<Path> file = named(args);
    if (command == null || file.isEmpty()) {
      return args;
    }
    return new ConfigFile(file.get(), command.getCommandSpec()).addedTo(args);
  }

  private static Optional<Path> named(String... args) {
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals(OPTION) && i + 1 < args.length) {
        return Optional.of(Path.of(args[i + 1]));
      }
      if (args[i].startsWith(OPTION + "=")) {
        return Optional.of(Path.of(args[i].substring(OPTION.length() + 1)));
      }
    }
    return Optional.empty();
  }

  private String[] addedTo(String... args) {
    List<String> all = new ArrayList<>(Arrays.asList(args));
    for (Map.Entry<String, JsonNode> each : content().properties()) {
      OptionSpec option = command.findOption("--" + each.getKey());
      if (option == null || each.getKey().equals("config")) {
        problems.add("'%s' is no option%s".formatted(each.getKey(), hint(each.getKey())));
      } else if (Arrays.stream(args).noneMatch(given -> names(option, given))) {
        add(option, each.getValue(), all);
      }
    }
    if (!problems.isEmpty()) {
      throw new UsageException(
          "The config file %s: %s".formatted(file, String.join("; ", problems)));
    }
    return all.toArray(String[]::new);
  }

  private JsonNode content() {
    try {
      JsonNode root = YAML.readTree(Files.readString(file));
      if (!root.isObject()) {
        throw new UsageException(
            "The config file %s is no YAML mapping of option names to values".formatted(file));
      }
      return root;
    } catch (JsonProcessingException e) {
      throw new UsageException(
          "The config file %s is no YAML: %s"
              .formatted(file, e.getOriginalMessage().lines().findFirst().orElse("")));
    } catch (IOException e) {
      throw new UsageException("The config file %s cannot be read".formatted(file));
    }
  }

  private static boolean names(OptionSpec option, String argument) {
    return Arrays.stream(option.names())
        .anyMatch(name -> argument.equals(name) || argument.startsWith(name + "="));
  }

  private void add(OptionSpec option, JsonNode value, List<String> all) {
    String name = option.longestName();
    if (value.isNull()) {
      problems.add("'%s' has no value".formatted(name.substring(2)));
    } else if (option.typeInfo().isBoolean()) {
      if (!value.isBoolean()) {
        problems.add("'%s' is true or false, not %s".formatted(name.substring(2), value));
      } else if (value.asBoolean()) {
        all.add(name);
      }
    } else if (value.isArray() && option.isMultiValue()) {
      value.forEach(each -> all.add(name + "=" + text(each)));
    } else if (value.isArray()) {
      all.add(name + "=" + value.valueStream().map(ConfigFile::text).collect(joining(",")));
    } else {
      all.add(name + "=" + text(value));
    }
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }

  private String hint(String key) {
    List<String> known =
        command.options().stream().map(option -> option.longestName().substring(2)).toList();
    return dev.relabel.model.Nearest.hint(key, known);
  }
}
