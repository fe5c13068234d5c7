package dev.relabel.platform.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.relabel.platform.local.Annotations;
import dev.relabel.platform.local.ImageSize;
import dev.relabel.platform.local.LocalImage;
import dev.relabel.platform.local.ProjectMeta;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An image while one answer is made: what its fields share is read once. Confined to a thread. */
final class ImageView {

  private final LocalImage image;
  private final Annotations annotations;
  private @Nullable ObjectNode annotation;

  ImageView(LocalImage image, Annotations annotations) {
    this.image = image;
    this.annotations = annotations;
  }

  /** The fields of an image (fact sheet, 2.4). */
  static Columns<ImageView> columns() {
    return new Columns<ImageView>()
        .number("id", view -> view.image.id())
        .text("name", view -> view.image.name())
        .nothing("link")
        .text("hash", view -> view.image.contentHash())
        .text("mime", view -> view.image.mediaType())
        .number("size", view -> view.image.attributes().size())
        .number("width", view -> view.size().width())
        .number("height", view -> view.size().height())
        .number("labelsCount", view -> view.annotation().path("objects").size())
        .number("datasetId", view -> view.image.dataset().id())
        .number("projectId", view -> view.image.dataset().project().id())
        .nothing("parentId")
        .time("createdAt", view -> view.image.attributes().lastModifiedTime().toMillis())
        .time("updatedAt", view -> view.image.updatedAtMillis())
        .add("meta", ImageView::meta)
        .text("pathOriginal", view -> "/images/" + view.image.id() + "/" + view.image.name())
        .text("fullStorageUrl", view -> "/public/api/v3/images.download?id=" + view.image.id())
        .add("tags", ImageView::tags)
        .number("createdBy", view -> AccountMethods.USER)
        .text("description", view -> view.annotation().path("description").asText());
  }

  private ObjectNode annotation() throws IOException {
    ObjectNode read = annotation;
    if (read == null) {
      read = annotations.readable(image);
      annotation = read;
    }
    return read;
  }

  private ImageSize size() throws IOException {
    return Annotations.sizeOf(annotation());
  }

  private JsonNode meta() throws IOException {
    Optional<ObjectNode> meta = image.customMeta();
    return meta.isPresent() ? meta.get() : JsonNodeFactory.instance.objectNode();
  }

  private JsonNode tags() throws IOException {
    ProjectMeta meta = image.dataset().project().meta();
    String time = Columns.time(image.updatedAtMillis());
    ArrayNode tags = JsonNodeFactory.instance.arrayNode();
    for (JsonNode each : annotation().path("tags")) {
      ObjectNode tag = tags.addObject();
      tag.put("entityId", image.id());
      meta.tag(each.path("name").asText()).ifPresent(known -> tag.put("tagId", known.id()));
      tag.put("id", each.path("id").asLong());
      if (each.hasNonNull("value")) {
        tag.set("value", each.get("value"));
      }
      tag.put("labelerLogin", each.path("labelerLogin").asText(AccountMethods.LOGIN));
      tag.put("createdAt", each.path("createdAt").asText(time));
      tag.put("updatedAt", each.path("updatedAt").asText(time));
    }
    return tags;
  }
}
