package dev.relabel.platform.embedded.geti;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.embedded.Answer;
import dev.relabel.platform.embedded.Reply;
import dev.relabel.platform.format.Json;

/** Who is asking whom: version, organisation and workspace (fact sheet of Geti, 1 and 2). */
final class AccountMethods {
  private AccountMethods() {}

  static void addTo(Routes routes, String version) {
    routes.add(
        "product-info",
        "GET",
        "/api/v1/product_info",
        call ->
            Reply.of(
                200,
                Answer.json(
                    Json.object()
                        .put("product-version", version)
                        .put("build-version", version)
                        .put("smtp-defined", "False")
                        .put("grafana_enabled", false)
                        .put("environment", "on-prem"))));
    routes.add(
        "organization",
        "GET",
        "/api/v1/personal_access_tokens/organization",
        call ->
            Reply.of(200, Answer.json(Json.object().put("organizationId", GetiId.ORGANIZATION))));
    routes.add(
        "workspaces",
        "GET",
        "/api/v1/organizations/{org}/workspaces",
        call -> Reply.of(200, Answer.json(workspaces())));
  }

  private static ObjectNode workspaces() {
    ObjectNode answer = Json.object();
    answer
        .putArray("workspaces")
        .addObject()
        .put("id", GetiId.WORKSPACE)
        .put("name", "Default Workspace")
        .put("organizationId", GetiId.ORGANIZATION);
    return answer.put("totalCount", 1).put("totalMatchedCount", 1);
  }
}
