package dev.relabel.platform.supervisely;

/** What people can do when a server of some kind cannot be used. */
enum Advice {
  PLATFORM(
      "Supervisely server",
      "server",
      "SERVER_ADDRESS",
      "The token is missing, expired or lacks access to this team. Set API_TOKEN to a token of a"
          + " user who may annotate"),
  SERVING_APP(
      "serving app",
      "app",
      "the address or task of --connect",
      "A token is only sent to an app that runs on the platform of SERVER_ADDRESS. Set API_TOKEN to"
          + " a token of a user who may use the app");

  private final String kind;
  private final String shortKind;
  private final String address;
  private final String token;

  Advice(String kind, String shortKind, String address, String token) {
    this.kind = kind;
    this.shortKind = shortKind;
    this.address = address;
    this.token = token;
  }

  /** What should answer at the address. */
  String kind() {
    return kind;
  }

  /** The same in a word. */
  String shortKind() {
    return shortKind;
  }

  /** What to set another address with. */
  String address() {
    return address;
  }

  /** Why a token may be refused, and what to do. */
  String token() {
    return token;
  }
}
