package dev.relabel.platform.embedded;

import dev.relabel.platform.local.LocalProjects;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All methods of the API by name. Each group adds its own. */
final class ApiMethods {
  /** Groups of methods that the API has and that are not served here. */
  private static final List<String> NOT_SERVED =
      List.of("file-storage.", "tasks.", "videos.", "agents.", "ecosystem.", "annotation-objects.");

  private final Map<String, Entry> byName = new HashMap<>();

  static ApiMethods over(LocalProjects projects, VideoFiles videos) {
    ApiMethods methods = new ApiMethods();
    Lookup lookup = new Lookup(projects);
    AccountMethods.addTo(methods);
    new ProjectMethods(projects, lookup).addTo(methods);
    new DatasetMethods(lookup).addTo(methods);
    new ImageMethods(projects, lookup).addTo(methods);
    new VideoMethods(projects, videos, lookup).addTo(methods);
    new ObjectMethods(projects, videos, lookup).addTo(methods);
    new UploadMethods(projects, lookup).addTo(methods);
    new AnnotationMethods(projects, lookup).addTo(methods);
    new FigureMethods(projects, videos, lookup).addTo(methods);
    new TagMethods(projects, lookup).addTo(methods);
    return methods;
  }

  /** Adds a method without effects. */
  void read(String name, ApiMethod method) {
    add(name, new Entry(method, Set.of("GET", "POST")));
  }

  /** Adds a method with effects. A GET has none: any page in a browser can send one. */
  void change(String name, ApiMethod method) {
    add(name, new Entry(method, Set.of("POST")));
  }

  private record Entry(ApiMethod method, Set<String> verbs) {}

  private void add(String name, Entry entry) {
    if (byName.putIfAbsent(name, entry) != null) {
      throw new IllegalArgumentException("There already is a method " + name);
    }
  }

  /**
   * The method of that name.
   *
   * @param verb how HTTP asks for it, such as {@code POST}
   * @throws ApiException if there is none
   */
  ApiMethod find(String name, String verb) {
    Entry entry = byName.get(name);
    if (entry != null && entry.verbs().contains(verb)) {
      return entry.method();
    }
    if (entry != null) {
      throw ApiException.of(405, "%s takes %s, not %s".formatted(name, entry.verbs(), verb));
    }
    if (NOT_SERVED.stream().anyMatch(name::startsWith)) {
      throw ApiException.of(501, "The embedded platform does not serve " + name);
    }
    throw ApiException.of(404, "There is no method " + name);
  }
}
