package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.embedded.WireAnnotation.Coordinates;
import dev.relabel.platform.local.FigureIds;
import dev.relabel.platform.local.LocalDataset;
import dev.relabel.platform.local.LocalEntity;
import dev.relabel.platform.local.LocalProjects;
import dev.relabel.platform.local.LocalVideo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code figures.*}: single labels of images, and of the frames of videos (fact sheet, 2.7). */
final class FigureMethods {
  private final LocalProjects projects;
  private final VideoFiles videos;
  private final Lookup lookup;

  FigureMethods(LocalProjects projects, VideoFiles videos, Lookup lookup) {
    this.projects = projects;
    this.videos = videos;
    this.lookup = lookup;
  }

  void addTo(ApiMethods methods) {
    methods.change("figures.bulk.add", this::add);
    methods.change("figures.bulk.remove", this::remove);
    methods.read("figures.info", this::info);
    methods.read("figures.list", this::list);
  }

  /** Appends figures to one image or video, or to several of one dataset. */
  private Answer add(ApiCall call) throws IOException {
    ArrayNode sent = call.array("figures");
    List<LocalEntity> entities = new ArrayList<>();
    for (JsonNode each : sent) {
      entities.add(entityOf(call, each));
    }
    Map<LocalEntity, VideoFacts> facts = facts(entities);
    String now = Columns.time(System.currentTimeMillis());
    boolean checkBounds = !call.isSet("skipBoundsValidation");
    ObjectNode[] added = new ObjectNode[sent.size()];
    projects
        .annotations()
        .update(
            entities,
            (entity, annotation) -> {
              IncomingLabel rules =
                  new IncomingLabel(entity.dataset().project().meta(), checkBounds, now);
              Figures figures =
                  Figures.of(entity, annotation, facts.getOrDefault(entity, VideoFacts.NONE));
              for (int i = 0; i < added.length; i++) {
                if (entities.get(i) == entity) {
                  added[i] = figures.add(sent.get(i), rules);
                }
              }
              figures.write();
              return true;
            });
    ArrayNode answer = JsonNodeFactory.instance.arrayNode();
    for (ObjectNode each : added) {
      answer.addObject().put("id", each.path("id").asLong());
    }
    return Answer.json(answer);
  }

  private LocalEntity entityOf(ApiCall call, JsonNode figure) {
    if (call.has("entityId")) {
      return lookup.entity(call.id("entityId"));
    }
    return lookup.entity(
        lookup.dataset(call.id("datasetId")), ApiCall.asId("entityId", figure.path("entityId")));
  }

  /** Found before annotations are locked: it takes its time where nobody asked before. */
  private Map<LocalEntity, VideoFacts> facts(List<LocalEntity> entities) throws IOException {
    Map<LocalEntity, VideoFacts> facts = new HashMap<>();
    for (LocalEntity entity : new HashSet<>(entities)) {
      if (entity instanceof LocalVideo video) {
        facts.put(video, videos.facts(video));
      }
    }
    return facts;
  }

  /** Removes figures; those that are gone already are passed over. */
  private Answer remove(ApiCall call) throws IOException {
    Set<Long> ids = new HashSet<>(call.ids("figureIds"));
    Set<LocalEntity> entities = new HashSet<>();
    for (long id : ids) {
      projects.entity(FigureIds.entityOf(id)).ifPresent(entities::add);
    }
    projects
        .annotations()
        .update(
            entities,
            (entity, annotation) -> {
              Figures figures = Figures.of(entity, annotation);
              boolean isChange = figures.remove(ids);
              figures.write();
              return isChange;
            });
    return Answer.success();
  }

  private Answer info(ApiCall call) throws IOException {
    long id = call.id("id");
    LocalEntity entity =
        projects
            .entity(FigureIds.entityOf(id))
            .orElseThrow(() -> ApiException.notFound("figure", id));
    return figuresOf(entity).stream()
        .filter(each -> each.id() == id)
        .findFirst()
        .map(each -> Answer.json(each.entity(Coordinates.askedBy(call))))
        .orElseThrow(() -> ApiException.notFound("figure", id));
  }

  private List<Figure> figuresOf(LocalEntity entity) throws IOException {
    return Figures.of(entity, projects.annotations().read(entity)).figures();
  }

  /**
   * Lists figures in the order of their IDs. Only the page is held in memory; what is before and
   * after it is counted.
   */
  private Answer list(ApiCall call) throws IOException {
    LocalDataset dataset = lookup.dataset(call.id("datasetId"));
    List<Condition> conditions = Condition.of(call);
    EntityList.Page page = EntityList.Page.of(call);
    long after = page.after().map(FigureMethods::token).orElse(-1L);
    long from = page.byToken() ? 0 : (page.number() - 1L) * page.size();
    long total = 0;
    long position = 0;
    ArrayNode entities = JsonNodeFactory.instance.arrayNode();
    for (LocalEntity entity : entitiesWithin(dataset, conditions)) {
      for (Figure each : figuresOf(entity)) {
        if (conditions.stream().allMatch(one -> one.holds(each.field(one.field())))) {
          total++;
          if (each.id() > after && position++ >= from && entities.size() < page.size()) {
            entities.add(each.entity(Coordinates.askedBy(call)));
          }
        }
      }
    }
    ObjectNode answer = page.answer(total);
    answer.set("entities", entities);
    if (page.byToken()) {
      boolean more = position > entities.size();
      answer.put("after", more ? entities.path(entities.size() - 1).path("id").asText() : null);
    }
    return Answer.json(answer);
  }

  private static long token(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw ApiException.badRequest("The token \"%s\" is not ours".formatted(text));
    }
  }

  /** Most calls name the images or videos; then no others are read. */
  private static List<LocalEntity> entitiesWithin(
      LocalDataset dataset, List<Condition> conditions) {
    List<LocalEntity> entities = new ArrayList<>(dataset.images());
    entities.addAll(dataset.videos());
    entities.removeIf(each -> !Condition.mayHold(conditions, "entityId", each.id()));
    return entities;
  }
}
