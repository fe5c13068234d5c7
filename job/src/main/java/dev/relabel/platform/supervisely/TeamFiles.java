package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.PlatformRejectedException;
import dev.relabel.platform.RateLimit;
import dev.relabel.platform.Time;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.http.Caller;
import dev.relabel.platform.http.JettyTransport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/** Files that teams keep on a platform. Confined to one thread. */
public final class TeamFiles implements AutoCloseable {
  /** Models of a few billion parameters, over a slow line. */
  private static final long MOST_BYTES = 64L << 30;

  private static final Duration LONGEST = Duration.ofHours(2);

  private final SuperviselyConnection platform;
  private final Caller caller;

  private TeamFiles(SuperviselyConnection platform, Caller caller) {
    this.platform = platform;
    this.caller = caller;
  }

  /** The files on that platform. Nothing is sent yet. */
  public static TeamFiles on(SuperviselyConnection platform) {
    SuperviselyConnection large =
        platform
            .withTimeouts(platform.connectTimeout(), platform.idleTimeout(), LONGEST)
            .withAnswerBytes(MOST_BYTES);
    RateLimit rate = new RateLimit(platform.requestsPerSecond(), 1, Time.SYSTEM);
    return new TeamFiles(
        platform,
        PlatformCaller.of(large, JettyTransport.start(large), rate, Time.SYSTEM, new Random()));
  }

  /**
   * The team that has a file or folder.
   *
   * @param path an absolute path in Team Files
   * @param asked the only team to look at; empty for all that the token's user sees
   * @throws PlatformRejectedException if no team has it, or several have
   */
  public long teamOf(String path, OptionalLong asked) {
    List<Long> teams = asked.isPresent() ? List.of(asked.getAsLong()) : teams();
    List<Long> having = teams.stream().filter(team -> has(team, path)).toList();
    if (having.size() == 1) {
      return having.get(0);
    }
    throw new PlatformRejectedException(
        having.isEmpty()
            ? "Team Files of %s on %s have no %s. Paths begin with / and are written as the platform shows them, upper and lower case included."
                .formatted(
                    teams.size() == 1 ? "team " + teams.get(0) : teams.size() + " teams",
                    platform.server(),
                    path)
            : "Teams %s on %s each have a %s. Say which with the environment variable TEAM_ID."
                .formatted(having, platform.server(), path),
        null);
  }

  private List<Long> teams() {
    ObjectNode asked = Json.object();
    asked.putArray("filter");
    List<Long> teams = new ArrayList<>();
    for (JsonNode team : ListEntities.all(caller, "teams.list", asked)) {
      teams.add(Json.integer(team, "id"));
    }
    return teams;
  }

  private boolean has(long team, String path) {
    String folder = path.replaceAll("/+$", "") + "/";
    return caller.call(new ListTeamFiles(team, path, Depth.EVERYTHING_BELOW)).stream()
        .map(TeamFile::path)
        .anyMatch(each -> each.equals(path) || each.startsWith(folder));
  }

  /**
   * A file of a team.
   *
   * @param path its path, from {@code /} on
   * @param version a text that changes when the file does
   */
  public record TeamFile(String path, String version) {}

  /** How far down files are listed. */
  public enum Depth {
    THIS_FOLDER,
    EVERYTHING_BELOW
  }

  /** The files of a folder. */
  public List<TeamFile> files(long team, String folder, Depth depth) {
    String prefix = folder.replaceAll("/+$", "") + "/";
    return caller.call(new ListTeamFiles(team, prefix, depth)).stream()
        .filter(each -> each.path().startsWith(prefix))
        .toList();
  }

  /**
   * Copies a file to the disk.
   *
   * @throws dev.relabel.platform.NotOnPlatformException if it is not there
   */
  public void download(long team, String path, Path to) {
    caller.call(new DownloadTeamFile(team, path, to));
  }

  @Override
  public void close() {
    caller.close();
  }
}
