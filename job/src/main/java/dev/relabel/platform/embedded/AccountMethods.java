package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The one user, team and workspace that everything here belongs to. */
final class AccountMethods {
  /** Clients warn about servers older than the newest version that they know. */
  private static final String VERSION = "6.17.8";

  private static final String SINCE = "2026-01-01T00:00:00.000Z";

  static final long USER = 1;
  static final long TEAM = 1;
  static final long WORKSPACE = 1;
  static final String LOGIN = "relabel";

  private AccountMethods() {}

  static void addTo(ApiMethods methods) {
    ObjectNode user = named(USER, LOGIN).put("login", LOGIN).put("email", "").put("logins", 1);
    user.put("disabled", false).put("lastLogin", SINCE).putNull("role").putNull("roleId");
    ObjectNode team = named(TEAM, "Team").put("description", "").put("role", "admin");
    ObjectNode workspace = named(WORKSPACE, "Workspace").put("description", "").put("teamId", TEAM);

    methods.read("users.me", call -> Answer.json(user));
    addOne(methods, "teams", team);
    addOne(methods, "workspaces", workspace);
    methods.read(
        "instance.version",
        call -> Answer.json(JsonNodeFactory.instance.objectNode().put("version", VERSION)));
  }

  private static ObjectNode named(long id, String name) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", id)
        .put("name", name)
        .put("createdAt", SINCE)
        .put("updatedAt", SINCE);
  }

  private static void addOne(ApiMethods methods, String group, ObjectNode entity) {
    Columns<ObjectNode> columns = new Columns<>();
    entity.fieldNames().forEachRemaining(name -> columns.add(name, item -> item.path(name)));
    EntityList<ObjectNode> list = new EntityList<>(columns);
    methods.read(group + ".list", call -> list.answer(call, List.of(entity)));
    methods.read(
        group + ".info",
        call -> {
          if (call.id("id") != entity.path("id").asLong()) {
            throw ApiException.notFound(group, call.id("id"));
          }
          return Answer.json(entity);
        });
  }
}
