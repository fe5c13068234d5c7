package dev.relabel.platform.supervisely;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.DatasetId;
import dev.relabel.platform.ImageId;
import dev.relabel.platform.PlatformAnnotation;
import dev.relabel.platform.RefusedContentException;
import dev.relabel.platform.Repeat;
import dev.relabel.platform.format.AnnotationJson;
import dev.relabel.platform.format.Json;
import dev.relabel.platform.format.UnreadableJsonException;
import dev.relabel.platform.http.Endpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The annotations of images of one dataset. */
record FetchAnnotations(DatasetId dataset, List<ImageId> ids)
    implements Endpoint<Map<ImageId, PlatformAnnotation>> {
  @Override
  public String method() {
    return "annotations.bulk.info";
  }

  @Override
  public JsonNode body() {
    ObjectNode body =
        Json.object()
            .put("datasetId", dataset.number())
            .put("withCustomBigData", false)
            .put("forceMetadataForLinks", true)
            .put("integerCoords", false); // true would round everything that was ever written
    ids.forEach(id -> body.withArray("imageIds").add(id.number()));
    return body;
  }

  @Override
  public Map<ImageId, PlatformAnnotation> read(JsonNode answer) {
    Set<ImageId> wanted = Set.copyOf(ids);
    Map<ImageId, PlatformAnnotation> annotations = new LinkedHashMap<>();
    for (JsonNode each : Json.asArray(answer, "annotations")) {
      ImageId image = new ImageId(Json.integer(each, "imageId"));
      if (wanted.contains(image)) {
        annotations.put(image, read(image, each));
      }
    }
    return annotations;
  }

  /** An annotation that makes no sense is no better the next time, and is not the others' fault. */
  private PlatformAnnotation read(ImageId image, JsonNode entity) {
    try {
      return AnnotationJson.read(image, Json.object(entity, "annotation"));
    } catch (UnreadableJsonException | IllegalArgumentException e) {
      throw new RefusedContentException(
          "The annotation of image %s of dataset %s cannot be understood: %s"
              .formatted(image, dataset, e.getMessage()),
          e);
    }
  }

  @Override
  public Repeat repeat() {
    return Repeat.SAFE;
  }

  @Override
  public boolean isDivisible() {
    return ids.size() > 1;
  }

  @Override
  public String subject() {
    return "images %s of dataset %s".formatted(FewIds.of(ids), dataset);
  }
}
