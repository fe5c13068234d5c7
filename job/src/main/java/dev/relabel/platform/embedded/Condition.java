package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One condition of a list call's {@code filter}. Numbers compare as numbers, all else as text; ISO
 * times compare rightly as text.
 */
final class Condition {
  private final String field;
  private final String operator;
  private final JsonNode value;
  private final Set<Object> values = new HashSet<>();

  private Condition(String field, String operator, JsonNode value) {
    this.field = field;
    this.operator = operator;
    this.value = value;
    if (value.isArray()) {
      value.forEach(each -> values.add(key(each)));
    } else {
      values.add(key(value));
    }
  }

  /** The conditions of a call, all of which have to hold. */
  static List<Condition> of(ApiCall call) {
    if (call.body().path("filters").size() > 0) {
      throw ApiException.badRequest(
          "The embedded platform knows no \"filters\"; use \"filter\" with field, operator, value");
    }
    List<Condition> conditions = new ArrayList<>();
    for (JsonNode each : call.body().path("filter")) {
      String operator = each.path("operator").asText("=");
      if (!Set.of("=", "eq", "in", ">=", "gte", "<=", "lte", ">", "gt", "<", "lt", "!=", "not")
          .contains(operator)) {
        throw ApiException.badRequest("There is no operator \"%s\"".formatted(operator));
      }
      conditions.add(new Condition(each.path("field").asText(), operator, each.path("value")));
    }
    return conditions;
  }

  /** Whether an entity can meet all conditions, as far as a number of it is concerned. */
  static boolean mayHold(List<Condition> conditions, String field, long number) {
    JsonNode actual = JsonNodeFactory.instance.numberNode(number);
    return conditions.stream().allMatch(each -> !each.field.equals(field) || each.holds(actual));
  }

  String field() {
    return field;
  }

  boolean holds(JsonNode actual) {
    return switch (operator) {
      case "=", "eq", "in" -> values.contains(key(actual));
      case "!=", "not" -> !values.contains(key(actual));
      case ">=", "gte" -> compare(actual) >= 0;
      case "<=", "lte" -> compare(actual) <= 0;
      case ">", "gt" -> compare(actual) > 0;
      default -> compare(actual) < 0;
    };
  }

  private int compare(JsonNode actual) {
    return compare(actual, value);
  }

  /** Numbers by size, all else by text. */
  static int compare(JsonNode a, JsonNode b) {
    return a.isNumber() && b.isNumber()
        ? Double.compare(a.doubleValue(), b.doubleValue())
        : a.asText().compareTo(b.asText());
  }

  private static Object key(JsonNode node) {
    return node.isNumber() ? (Object) node.doubleValue() : node.asText();
  }
}
