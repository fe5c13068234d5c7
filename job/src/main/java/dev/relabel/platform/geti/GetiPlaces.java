package dev.relabel.platform.geti;

import com.fasterxml.jackson.databind.JsonNode;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.PlatformException;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Caller;
import dev.relabel.platform.http.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds out where a project's calls go: which dialect, organisation and workspace a server has. */
final class GetiPlaces {
  private static final Pattern ID = Pattern.compile("[0-9a-zA-Z-]{1,64}");

  private final Caller caller;
  private final GetiConnection connection;

  GetiPlaces(Caller caller, GetiConnection connection) {
    this.caller = caller;
    this.connection = connection;
  }

  private record Named(String id, String name) {}

  /**
   * Where the workspace lies below {@code /api/v1}.
   *
   * @throws PlatformRejectedException if the server is none of Geti 2.x, or it is not clear which
   *     workspace is meant
   */
  String workspace() {
    requireDialect();
    String organization =
        id(connection.organization().isEmpty() ? ofToken() : connection.organization());
    String workspace =
        id(connection.workspace().isEmpty() ? only(organization) : connection.workspace());
    return "organizations/%s/workspaces/%s".formatted(organization, workspace);
  }

  /** Where a project lies below {@code /api/v1}. */
  String project(String id) {
    return "%s/projects/%s".formatted(workspace(), id);
  }

  /** An ID becomes part of an address. */
  private String id(String text) {
    if (!ID.matcher(text).matches()) {
      throw new PlatformRejectedException(
          "%s: '%s' is no ID of an organisation or a workspace"
              .formatted(connection.server(), text),
          null);
    }
    return text;
  }

  private void requireDialect() {
    String version;
    try {
      version =
          caller.call(
              new GetiQuery<>(
                  "product_info",
                  "product_info",
                  "product information",
                  answer -> Json.text(answer, "product-version", "")));
    } catch (NotOnPlatformException | PlatformRejectedException e) {
      if (!isThere("../projects")) {
        throw e;
      }
      version = "3";
    }
    if (!version.startsWith("2.")) {
      throw new PlatformRejectedException(
          "%s is Geti %s. Relabel speaks the REST API of Geti 2.x."
              .formatted(
                  connection.server(), version.isEmpty() ? "of an unknown version" : version),
          null);
    }
  }

  /** Whether a server of the 3.x line answers: it has projects where 2.x has nothing. */
  private boolean isThere(String resource) {
    try {
      return caller.call(
          new GetiQuery<>("projects", resource, "projects", JsonNode::isContainerNode));
    } catch (PlatformException e) {
      return false;
    }
  }

  private String ofToken() {
    try {
      return caller.call(
          new GetiQuery<>(
              "organization",
              "personal_access_tokens/organization",
              "the token's organisation",
              answer -> Json.text(answer, "organizationId")));
    } catch (RefusedException e) { // how servers receive what does not look like a token
      throw new PlatformRejectedException(
          "%s Is GETI_TOKEN a personal access token (geti_pat_…)?".formatted(e.getMessage()), e);
    }
  }

  private String only(String organization) {
    List<Named> workspaces =
        caller.call(
            new GetiQuery<>(
                "workspaces",
                "organizations/%s/workspaces".formatted(organization),
                "organisation " + organization,
                GetiPlaces::named));
    if (workspaces.size() != 1) {
      throw new PlatformRejectedException(
          workspaces.isEmpty()
              ? "The token's user sees no workspace at " + connection.server()
              : "There are several workspaces at %s. Set GETI_WORKSPACE to the ID of one: %s"
                  .formatted(
                      connection.server(),
                      workspaces.stream()
                          .map(each -> "%s (%s)".formatted(each.id(), each.name()))
                          .collect(Collectors.joining(", "))),
          null);
    }
    return workspaces.get(0).id();
  }

  private static List<Named> named(JsonNode answer) {
    List<Named> all = new ArrayList<>();
    for (JsonNode each : Json.array(answer, "workspaces")) {
      all.add(new Named(Json.text(each, "id"), Json.text(each, "name", "")));
    }
    return all;
  }
}
