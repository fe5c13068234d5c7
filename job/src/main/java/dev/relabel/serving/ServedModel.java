package dev.relabel.serving;

import dev.relabel.annotation.Label;
import dev.relabel.annotation.LabelClass;
import dev.relabel.annotation.LabelClass.Shape;
import dev.relabel.image.EncodedPicture;
import dev.relabel.image.Picture;
import dev.relabel.image.Sha256;
import dev.relabel.model.Model;
import dev.relabel.model.ModelCard;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.Nearest;
import dev.relabel.model.RunFailedException;
import dev.relabel.model.head.Refinement;
import dev.relabel.platform.ModelServer;
import dev.relabel.platform.RefusedContentException;
import dev.relabel.platform.ServedModelInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A model on a server: images go there as files, labels come back. */
public final class ServedModel implements Model {
  private final ModelServer server;
  private final ModelCard card;
  private final int mostImages;
  private final ServedSettings.InForce settings;
  private final Map<String, Double> classConfidence;
  private final Set<String> wanted;
  private final Refinement refinement;

  private ServedModel(
      ModelServer server,
      ModelCard card,
      int mostImages,
      ServedSettings.InForce settings,
      ModelSettings ours,
      Refinement refinement) {
    this.server = server;
    this.card = card;
    this.mostImages = mostImages;
    this.settings = settings;
    this.classConfidence = ours.classConfidence();
    this.wanted = new HashSet<>(ours.classes());
    this.refinement = refinement;
  }

  /**
   * The model that a server has now.
   *
   * @param server asked what it serves; closed with the model, and if there is none
   * @throws ModelException if it does not have the settings or classes that are asked for
   */
  public static ServedModel open(ModelServer server, ServedSettings settings) {
    try {
      return opened(server, settings);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static ServedModel opened(ModelServer server, ServedSettings settings) {
    ServedModelInfo info = server.info();
    ServedSettings.InForce inForce = settings.inForce(info.settings());
    ModelSettings ours = settings.ours();
    List<String> names = info.classes().stream().map(LabelClass::name).toList();
    refuseUnknown("classes", ours.classes(), names);
    refuseUnknown("class_confidence", ours.classConfidence().keySet(), names);
    refuseUnknown("rename", ours.rename().keySet(), names);
    Refinement refinement =
        Refinement.of(ours.orElse(ModelSettings.of(Map.of("confidence", inForce.confidence()))));
    ModelCard card =
        new ModelCard(info.name(), Sha256.ofText(info.identity()), classes(info, ours));
    return new ServedModel(server, card, info.mostImages(), inForce, ours, refinement);
  }

  private static void refuseUnknown(String setting, Iterable<String> asked, List<String> names) {
    for (String name : asked) {
      if (!names.contains(name)) {
        throw new ModelException(
            "%s: the served model has no class '%s'%s. It has: %s."
                .formatted(setting, name, Nearest.hint(name, names), String.join(", ", names)));
      }
    }
  }

  /** The classes as they leave this program: with the names and the shape that were asked for. */
  private static List<LabelClass> classes(ServedModelInfo info, ModelSettings settings) {
    Set<LabelClass> classes = new LinkedHashSet<>();
    for (LabelClass each : info.classes()) {
      String name = settings.rename().getOrDefault(each.name(), each.name());
      boolean isTurned = settings.as().isPresent() && each.shape() != Shape.IMAGE;
      classes.add(
          isTurned
              ? new LabelClass(name, Shape.of(settings.as().get().kind()))
              : new LabelClass(name, each.shape(), each.keypoints()));
    }
    return List.copyOf(classes);
  }

  @Override
  public ModelCard card() {
    return card;
  }

  @Override
  public int preferredBatchSize() {
    return mostImages;
  }

  @Override
  public boolean infersOnCaller() {
    return false;
  }

  /** Encoded files are held, which may be large, too. */
  @Override
  public boolean keepsPictures() {
    return true;
  }

  @Override
  public PreparedImage prepare(Picture picture) {
    return new Upload(picture.toFile());
  }

  private record Upload(EncodedPicture file) implements PreparedImage {
    @Override
    public void close() {}
  }

  @Override
  public InferredBatch infer(List<PreparedImage> batch) {
    List<EncodedPicture> files = new ArrayList<>(batch.size());
    for (PreparedImage image : batch) {
      if (!(image instanceof Upload upload)) {
        throw new IllegalArgumentException("Not prepared by a served model: " + image);
      }
      files.add(upload.file());
    }
    List<List<Label>> labels = new ArrayList<>(files.size());
    long start = System.nanoTime();
    try {
      for (int from = 0; from < files.size(); from += mostImages) {
        List<EncodedPicture> some = files.subList(from, Math.min(files.size(), from + mostImages));
        labels.addAll(server.predict(some, settings.sent()));
      }
    } catch (RefusedContentException e) {
      throw new RunFailedException("the served model failed: " + e.getMessage(), e);
    }
    return new Answer(labels.stream().map(this::refined).toList(), System.nanoTime() - start);
  }

  private List<Label> refined(List<Label> labels) {
    return refinement.of(
        labels.stream()
            .filter(label -> wanted.isEmpty() || wanted.contains(label.className()))
            .filter(label -> label.score().orElse(1) >= least(label.className()))
            .toList());
  }

  private double least(String className) {
    return classConfidence.getOrDefault(className, settings.confidence());
  }

  /** Labels that have arrived; nothing to free. */
  private record Answer(List<List<Label>> labels, long deviceNanos) implements InferredBatch {
    @Override
    public List<Label> labels(int index) {
      return labels.get(index);
    }

    @Override
    public void close() {}
  }

  @Override
  public void close() {
    server.close();
  }
}
