package dev.relabel.platform.embedded.geti;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All methods of the API by verb and path. Each group adds its own. */
final class Routes {
  /** Where everything of a workspace lies. */
  static final String WORKSPACE = "/api/v1/organizations/{org}/workspaces/{workspace}";

  /** Where everything of a project lies. */
  static final String PROJECT = WORKSPACE + "/projects/{project}";

  /** Where everything of a dataset lies. */
  static final String DATASET = PROJECT + "/datasets/{dataset}";

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

  private final List<Route> routes = new ArrayList<>();

  /** Which rate limits a method. */
  enum Limit {
    NONE,
    RESOURCE,
    INFERENCE
  }

  /**
   * A method and where it is.
   *
   * @param name what faults know it by
   * @param parts the names of the parts of its path that differ
   */
  record Route(
      String name,
      String verb,
      Pattern pattern,
      List<String> parts,
      Limit limit,
      GetiMethod method) {}

  /**
   * A method that was found.
   *
   * @param path parts of the path by their names
   */
  record Found(Route route, Map<String, String> path) {}

  /**
   * Adds a method.
   *
   * @param template the path, with {@code {name}} for each part that differs
   */
  void add(String name, String verb, String template, Limit limit, GetiMethod method) {
    StringBuilder regex = new StringBuilder();
    List<String> parts = new ArrayList<>();
    int end = 0;
    for (Matcher each = PLACEHOLDER.matcher(template); each.find(); end = each.end()) {
      regex.append(Pattern.quote(template.substring(end, each.start())));
      regex.append("([^/:]+)");
      parts.add(each.group(1));
    }
    regex.append(Pattern.quote(template.substring(end)));
    routes.add(new Route(name, verb, Pattern.compile(regex.toString()), parts, limit, method));
  }

  /** Adds a method that is limited as most are. */
  void add(String name, String verb, String template, GetiMethod method) {
    add(name, verb, template, Limit.RESOURCE, method);
  }

  /** The method of that verb and path. */
  Optional<Found> find(String verb, String path) {
    for (Route each : routes) {
      Matcher matcher = each.pattern().matcher(path);
      if (each.verb().equals(verb) && matcher.matches()) {
        Map<String, String> parts = new HashMap<>();
        for (int i = 0; i < each.parts().size(); i++) {
          parts.put(each.parts().get(i), matcher.group(i + 1));
        }
        return Optional.of(new Found(each, parts));
      }
    }
    return Optional.empty();
  }
}
