package dev.relabel.platform.supervisely;

import dev.relabel.platform.http.Advice;

/** What people can do when one of Supervisely's servers cannot be used. */
final class SuperviselyAdvice {
  static final Advice PLATFORM =
      new Advice(
          "Supervisely server",
          "server",
          "SERVER_ADDRESS",
          "The token is missing, expired or lacks access to this team. Set API_TOKEN to a token of a"
              + " user who may annotate");

  static final Advice SERVING_APP =
      new Advice(
          "serving app",
          "app",
          "the address or task of --connect",
          "A token is only sent to an app that runs on the platform of SERVER_ADDRESS. Set API_TOKEN"
              + " to a token of a user who may use the app");

  private SuperviselyAdvice() {}
}
