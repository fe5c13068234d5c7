package dev.relabel.platform.geti;

import java.util.regex.Pattern;

/**
 * How people name a model of a project.
 *
 * @param project the project's ID
 * @param model the model's ID, or {@code active}
 */
public record GetiModelAddress(String project, String model) {
  /** The model that the project uses. */
  static final String ACTIVE = "active";

  private static final Pattern ID = Pattern.compile("[0-9a-f]{24}");

  /**
   * An address.
   *
   * @param text {@code PROJECT_ID/MODEL_ID} or {@code PROJECT_ID/active}
   * @throws IllegalArgumentException if it is neither
   */
  public static GetiModelAddress of(String text) {
    int slash = text.indexOf('/');
    String project = text.substring(0, Math.max(0, slash));
    String model = text.substring(slash + 1);
    boolean isModel = model.equals(ACTIVE) || ID.matcher(model).matches();
    if (!ID.matcher(project).matches() || !isModel) {
      throw new IllegalArgumentException(
          "a model is PROJECT_ID/MODEL_ID or PROJECT_ID/active, with IDs of 24 hexadecimal digits, which are in the address of the model's page, not '%s'"
              .formatted(text));
    }
    return new GetiModelAddress(project, model);
  }

  boolean isActive() {
    return model.equals(ACTIVE);
  }
}
