package dev.relabel.model.onnx;

import dev.relabel.annotation.GeometryKind;
import dev.relabel.annotation.LabelClass;
import dev.relabel.image.Fit;
import dev.relabel.image.InputFormat;
import dev.relabel.model.ClassNamesFrom;
import dev.relabel.model.GraphTensor;
import dev.relabel.model.HeadKind;
import dev.relabel.model.HeadKind.Finds;
import dev.relabel.model.ModelCard;
import dev.relabel.model.ModelException;
import dev.relabel.model.ModelGraph;
import dev.relabel.model.ModelSettings;
import dev.relabel.model.Nearest;
import dev.relabel.model.NmsMode;
import dev.relabel.model.OnnxCard;
import dev.relabel.model.TargetShape;
import dev.relabel.model.TextShape;
import dev.relabel.model.head.ClassNames;
import dev.relabel.model.head.FamilyDefaults;
import dev.relabel.model.head.HeadChoice;
import dev.relabel.model.head.HeadDetection;
import dev.relabel.model.head.ImageInput;
import dev.relabel.model.head.InputFormats;
import dev.relabel.model.head.ModelMetadata;
import dev.relabel.model.head.SettingsInUse;
import dev.relabel.model.views.Views;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a file will be used: everything that is settled between its graph, its metadata, its sidecar
 * and a person's settings.
 */
record ModelPlan(
    ImageInput input,
    HeadChoice choice,
    InputFormat format,
    ModelSettings settings,
    ModelCard card) {

  private static final ModelSettings WITHIN_CLASS = ModelSettings.of(Map.of("nms", "class"));

  static ModelPlan of(
      OnnxFile file,
      DeviceSessions.Lease session,
      ModelSettings explicit,
      ModelSettings sidecar,
      ExporterFiles beside) {
    ModelMetadata metadata = ModelMetadata.of(session.graph().metadata());
    // The one place that says who wins: a person, the sidecar, the file, its exporter's files
    // beside it, the family's habit.
    ModelSettings asked = explicit.orElse(sidecar);
    ModelSettings own = metadata.settings().orElse(beside.settings());
    ModelSettings all = asked.orElse(own);

    ImageInput input = ImageInput.of(session.graph(), all);
    ModelGraph graph = ShapeProbe.complete(session, input, all);
    HeadChoice choice = HeadDetection.choose(graph, input, all);
    ModelSettings given = asked.orElse(SettingsInUse.readBy(choice.kind(), own));
    SettingsInUse.check(choice, asked, given);
    ModelSettings family =
        FamilyDefaults.of(choice, input)
            .orElse(scores(choice, graph))
            .orElse(keypoints(choice, graph));
    boolean iouSwitchesOn =
        asked.iou().isPresent()
            && given.nms().isEmpty()
            && family.nms().filter(NmsMode.NONE::equals).isPresent();
    ModelSettings settings =
        Views.completed(
            choice.kind(), (iouSwitchesOn ? given.orElse(WITHIN_CLASS) : given).orElse(family));
    ClassNames names = names(choice, explicit, sidecar, metadata.settings(), beside);
    InputFormat format = InputFormats.of(input, settings, asked);
    ModelSettings inForce = inForce(settings, names, format);
    checkClassNames(inForce);
    checkShape(choice.kind(), inForce);
    checkKeypoints(choice, graph, inForce);

    List<String> notes = new ArrayList<>(choice.notes());
    notes.addAll(names.notes());
    notes.addAll(SettingsInUse.notes(choice, asked));
    if (iouSwitchesOn) {
      notes.add(
          "iou was given, so boxes suppress each other within a class, which this head does not do"
              + " by itself. Set nms to none if that is not wanted.");
    }
    if (metadata.otx()
        && choice.kind() != HeadKind.HIERARCHICAL // whose groups have these names too
        && names.from() == ClassNamesFrom.METADATA
        && names.names().values().stream().anyMatch(name -> name.contains("_"))) {
      notes.add(
          "The exporter writes spaces in class names as underscores. Set labels if the project has"
              + " spaces.");
    }
    notes.addAll(notes(input));
    ModelCard card =
        new ModelCard(
            file.name(),
            file.sha256(),
            classes(choice.kind(), names, inForce),
            Optional.of(
                new OnnxCard(
                    file.bytes(),
                    graph,
                    choice.kind(),
                    choice.family(),
                    format,
                    names.from(),
                    inForce,
                    metadata.licence(),
                    notes)));
    return new ModelPlan(input, choice, format, inForce, card);
  }

  private static ClassNames names(
      HeadChoice choice,
      ModelSettings explicit,
      ModelSettings sidecar,
      ModelSettings metadata,
      ExporterFiles beside) {
    if (explicit.labels().isPresent()) {
      return ClassNames.given(choice, explicit.labels().get(), ClassNamesFrom.SETTINGS);
    }
    if (sidecar.labels().isPresent()) {
      return ClassNames.given(choice, sidecar.labels().get(), ClassNamesFrom.SIDECAR);
    }
    if (metadata.labels().isPresent()) {
      return ClassNames.given(choice, metadata.labels().get(), ClassNamesFrom.METADATA);
    }
    if (beside.settings().labels().isPresent()) {
      return ClassNames.given(choice, beside.settings().labels().get(), beside.namesFrom());
    }
    return ClassNames.assumed(choice);
  }

  /** Settings that give the same model again, also where sidecar and metadata are not at hand. */
  private static ModelSettings inForce(
      ModelSettings settings, ClassNames names, InputFormat format) {
    Map<String, Object> settled = new LinkedHashMap<>();
    settled.put("labels", names.names());
    if (format.fit() != Fit.NONE) {
      settled.put("img_size", List.of(format.height(), format.width()));
    }
    return ModelSettings.of(settled).orElse(settings);
  }

  private static void checkClassNames(ModelSettings settings) {
    checkKnown("classes", settings.classes(), settings);
    checkKnown("class_confidence", settings.classConfidence().keySet(), settings);
    checkKnown("rename", settings.rename().keySet(), settings);
  }

  private static void checkKnown(String key, Collection<String> names, ModelSettings settings) {
    Collection<String> known = settings.labels().orElseThrow().values();
    List<String> unknown =
        names.stream()
            .filter(name -> !known.contains(name))
            .map(name -> "'" + name + "'" + Nearest.hint(name, known))
            .toList();
    if (!unknown.isEmpty()) {
      throw new ModelException(
          "%s names what the model does not have: %s".formatted(key, String.join(", ", unknown)));
    }
  }

  private static void checkShape(HeadKind kind, ModelSettings settings) {
    settings
        .as()
        .flatMap(target -> target.problem(shape(kind, settings)))
        .ifPresent(
            problem -> {
              throw new ModelException(
                  "as %s does not fit head %s: %s. Leave it out, or ask for another shape."
                      .formatted(
                          settings.as().orElseThrow().name().toLowerCase(Locale.ROOT),
                          kind.settingName(),
                          problem));
            });
  }

  private static void checkKeypoints(HeadChoice choice, ModelGraph graph, ModelSettings settings) {
    if (choice.kind() == HeadKind.SIMCC) {
      long rows = graph.output(choice.outputs().get(0)).orElseThrow().dim(1);
      if (settings.keypoints().size() != rows) {
        throw new ModelException(
            "keypoints names %s keypoints, and the model has %s."
                .formatted(settings.keypoints().size(), rows));
      }
    }
  }

  /** The geometry that the head itself gives. */
  private static GeometryKind shape(HeadKind kind, ModelSettings settings) {
    return settings.shape().map(TextShape::kind).orElse(kind.finds().shape());
  }

  /** How logits become scores, as the choice has found out from the number of classes. */
  private static ModelSettings scores(HeadChoice choice, ModelGraph graph) {
    if (choice.kind() != HeadKind.HF_DETR) {
      return ModelSettings.NONE;
    }
    long columns = graph.output(choice.outputs().get(1)).orElseThrow().dim(2);
    return ModelSettings.of(
        Map.of("scores", columns == choice.classCount() + 1L ? "softmax" : "sigmoid"));
  }

  private static List<LabelClass> classes(HeadKind kind, ClassNames names, ModelSettings settings) {
    GeometryKind geometry =
        settings.as().map(TargetShape::kind).orElseGet(() -> shape(kind, settings));
    List<LabelClass> classes = new ArrayList<>();
    if (kind.finds() == Finds.ANOMALIES) {
      // The last name is that of what is unusual, which has a place, and so has the picture.
      String unusual = List.copyOf(names.names().values()).get(names.names().size() - 1);
      classes.add(
          new LabelClass(
              settings.rename().getOrDefault(unusual, unusual), LabelClass.Shape.of(geometry)));
      geometry = GeometryKind.IMAGE;
    }
    GeometryKind usual = geometry;
    names.names().values().stream()
        .filter(name -> !settings.background().contains(name))
        .map(name -> settings.rename().getOrDefault(name, name))
        .distinct()
        .map(name -> new LabelClass(name, LabelClass.Shape.of(usual), settings.keypoints()))
        .forEach(classes::add);
    return List.copyOf(classes);
  }

  /** As many keypoints as the outputs have rows for, where nobody names them. */
  private static ModelSettings keypoints(HeadChoice choice, ModelGraph graph) {
    return choice.kind() == HeadKind.SIMCC
        ? ModelSettings.of(
            Map.of("keypoints", graph.output(choice.outputs().get(0)).orElseThrow().dim(1)))
        : ModelSettings.NONE;
  }

  private static List<String> notes(ImageInput input) {
    List<String> notes = new ArrayList<>();
    if (input.batch() == 1) {
      notes.add("The batch is fixed at 1; images run one by one.");
    } else if (input.batch() != GraphTensor.FREE) {
      notes.add("The batch is fixed at %s; smaller ones are filled up.".formatted(input.batch()));
    }
    return notes;
  }
}
