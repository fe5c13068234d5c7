package dev.relabel.platform.embedded.geti;

import dev.relabel.platform.embedded.Faults;
import dev.relabel.platform.embedded.VideoFiles;
import dev.relabel.platform.embedded.WebServer;
import dev.relabel.platform.embedded.geti.GetiId.Kind;
import dev.relabel.platform.local.LocalProjects;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Serves local projects through the REST API of Intel Geti 2.x, for clients of it and for ours: the
 * platform of the quickstart, of the command {@code serve --as geti} and of tests.
 *
 * <p>What a client wrote is on disk, in the project's format, before it is answered: each
 * annotation as a label of its class, with the scene itself beside it, so that it is read back as
 * it was written. What the local project cannot say is derived: only rectangles make a detection
 * project, only oriented ones (or both) a rotated one, only points and graphs one of keypoints,
 * other classes an instance segmentation, only tags a classification with any number of labels;
 * {@link GetiSettings#taskType} says otherwise. There is one user, one organisation and one
 * workspace. IDs are those of the local project and the same after every restart; earlier versions
 * of scenes last as long as the server.
 *
 * <p>{@link Faults} know the methods by these names: {@code product-info}, {@code organization},
 * {@code workspaces}; {@code projects.} with {@code list}, {@code names}, {@code post}, {@code
 * get}, {@code delete}; {@code datasets.list}, {@code .post}, {@code .get}; {@code media.query};
 * {@code images.} with {@code post}, {@code get}, {@code delete}, {@code full}, {@code thumb};
 * {@code videos.get}, {@code frames.full}, {@code frames.thumb}; {@code annotations.get}, {@code
 * .post}; {@code frame-annotations.get}, {@code .post}; {@code video-annotations.get}; {@code
 * predict}, {@code batch-predict}, {@code pipelines.status}; {@code model-groups.list}, {@code
 * .get}, {@code .activate}; {@code models.active}, {@code .get}, {@code .export}; {@code
 * exports.prepare}, {@code .download}; {@code jobs.get}; {@code configuration.get}, {@code .set}.
 */
public final class GetiServer implements AutoCloseable {
  private final LocalProjects projects;
  private final VideoFiles videos = new VideoFiles();
  private final Trainings trainings = new Trainings(Clock.systemUTC());
  private final WebServer server;

  /**
   * A server that is not started yet, and has no model.
   *
   * @param projects what is served; closed by {@link #close}
   */
  public GetiServer(LocalProjects projects, GetiSettings settings) {
    this(projects, settings, Faults.NONE, Optional.empty());
  }

  /**
   * A server that may fail on purpose.
   *
   * @param projects what is served; closed by {@link #close}
   * @param faults decides what fails
   * @param predictor the model that answers {@code :predict}; empty for none
   */
  public GetiServer(
      LocalProjects projects,
      GetiSettings settings,
      Faults faults,
      Optional<LivePredictor> predictor) {
    this.projects = projects;
    this.server =
        new WebServer(
            settings.host(),
            settings.port(),
            new GetiHandler(
                routes(settings, predictor),
                new Gateway(settings),
                faults,
                projects.temporaryDirectory()));
  }

  private Routes routes(GetiSettings settings, Optional<LivePredictor> predictor) {
    Routes routes = new Routes();
    GetiLookup lookup = new GetiLookup(projects, settings.taskType());
    Scenes scenes = new Scenes(projects.annotations(), settings.rectangles(), settings.versions());
    Preprocessing preprocessing = new Preprocessing(settings.uploads());
    MediaItem.Source source = new MediaItem.Source(projects.annotations(), scenes, videos);
    AccountMethods.addTo(routes, settings.version());
    new ProjectMethods(projects, lookup).addTo(routes);
    new MediaMethods(lookup, source, videos, preprocessing, new ImageUploads(projects, scenes))
        .addTo(routes);
    new SceneMethods(lookup, scenes, videos, preprocessing, trainings, settings.rectangles())
        .addTo(routes);
    new PredictionMethods(lookup, videos, predictor).addTo(routes);
    new ModelMethods(lookup, settings).addTo(routes);
    new DatasetExports(lookup, scenes).addTo(routes);
    new ConfigurationMethods(lookup, trainings).addTo(routes, settings);
    return routes;
  }

  /**
   * Starts to accept requests.
   *
   * @throws IOException if the address cannot be bound
   */
  public GetiServer start() throws IOException {
    server.start();
    return this;
  }

  /** The port that is served, once started. */
  public int port() {
    return server.port();
  }

  /** Where clients find it, such as {@code http://127.0.0.1:8080}. */
  public String address() {
    return server.address();
  }

  /**
   * What a client has to name to ask for a project.
   *
   * @param id its ID
   * @param name its name
   * @param datasets the IDs of its datasets, the one for training first
   */
  public record ServedProject(String id, String name, List<String> datasets) {
    public ServedProject {
      datasets = List.copyOf(datasets);
    }
  }

  /** The projects that are served now, those made by clients included. */
  public List<ServedProject> projects() {
    return projects.all().stream()
        .map(
            each ->
                new ServedProject(
                    GetiId.of(Kind.PROJECT, each.id()),
                    each.name(),
                    each.datasets().stream()
                        .map(dataset -> GetiId.of(Kind.DATASET, dataset.id()))
                        .toList()))
        .toList();
  }

  /** The ID of the organisation that every token belongs to. */
  public String organization() {
    return GetiId.ORGANIZATION;
  }

  /** The ID of its workspace. */
  public String workspace() {
    return GetiId.WORKSPACE;
  }

  /** How many trainings a real server would have started for what clients have written. */
  public int trainings() {
    return trainings.count();
  }

  /** Waits until the server is stopped by somebody else, or the thread is interrupted. */
  public void join() throws InterruptedException {
    server.join();
  }

  /** Stops serving and lets others open the directory. */
  @Override
  public void close() {
    try (projects;
        videos) {
      server.close();
    } catch (IOException e) {
      throw new IllegalStateException("The embedded platform did not close its videos", e);
    }
  }
}
