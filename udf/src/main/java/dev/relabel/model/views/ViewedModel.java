package dev.relabel.model.views;

import dev.relabel.annotation.Affine;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Rectangle;
import dev.relabel.image.Picture;
import dev.relabel.model.Model;
import dev.relabel.model.ModelCard;
import dev.relabel.model.head.Refinement;
import java.util.ArrayList;
import java.util.List;

/**
 * A model that looks at each picture several times.
 *
 * <p>Looks are cut out, prepared and decoded while a batch runs, one call's worth at a time, so
 * that a picture of a thousand tiles needs the memory of one call beside its pixels. Looks at
 * different pictures of a batch share calls.
 */
final class ViewedModel implements Model {
  /** A picture that has tiles has at least these, so that fewer pictures fill a call. */
  private static final int LEAST_TILES = 4;

  private final Model model;
  private final ViewSettings looks;
  private final Joining joining;
  private final Refinement refinement;

  ViewedModel(Model model, ViewSettings looks, Joining joining, Refinement refinement) {
    this.model = model;
    this.looks = looks;
    this.joining = joining;
    this.refinement = refinement;
  }

  @Override
  public ModelCard card() {
    return model.card();
  }

  @Override
  public int preferredBatchSize() {
    return Math.max(1, model.preferredBatchSize() / LEAST_TILES);
  }

  @Override
  public boolean infersOnCaller() {
    return model.infersOnCaller();
  }

  @Override
  public boolean keepsPictures() {
    return true;
  }

  @Override
  public PreparedImage prepare(Picture picture) {
    return new Pixels(picture.share());
  }

  private record Pixels(Picture picture) implements PreparedImage {
    @Override
    public void close() {
      picture.close();
    }
  }

  /** One look at one picture of a batch. */
  private record Look(int image, Picture picture, View view, int number) {}

  @Override
  public InferredBatch infer(List<PreparedImage> batch) {
    List<PictureFound> found = new ArrayList<>();
    List<Look> call = new ArrayList<>();
    long deviceNanos = 0;
    for (PreparedImage image : batch) {
      if (!(image instanceof Pixels pixels)) {
        throw new IllegalArgumentException("Not prepared by a model of several looks: " + image);
      }
      Picture picture = pixels.picture();
      List<View> views = looks.views(picture.width(), picture.height());
      found.add(new PictureFound(picture.width(), picture.height(), joining));
      for (int i = 0; i < views.size(); i++) {
        call.add(new Look(found.size() - 1, picture, views.get(i), i));
        if (call.size() == model.preferredBatchSize()) {
          deviceNanos += run(call, found);
          call.clear();
        }
      }
    }
    if (!call.isEmpty()) {
      deviceNanos += run(call, found);
    }
    return new Answer(found, joining, refinement, deviceNanos);
  }

  /** One call; what it finds is added to the pictures. */
  private long run(List<Look> call, List<PictureFound> found) {
    List<PreparedImage> inputs = new ArrayList<>(call.size());
    try {
      for (Look look : call) {
        try (Picture part = look.view().of(look.picture(), looks.pad())) {
          inputs.add(model.prepare(part));
        }
      }
      try (InferredBatch answer = model.infer(inputs)) {
        for (int i = 0; i < call.size(); i++) {
          Look look = call.get(i);
          found.get(look.image()).add(answer.labels(i), look.view(), look.number());
        }
        return answer.deviceNanos();
      }
    } finally {
      inputs.forEach(PreparedImage::close);
    }
  }

  /** What the looks at one picture have found. Confined to the thread that runs the batch. */
  private static final class PictureFound {
    private final int width;
    private final int height;
    private final Joining joining;
    private List<Found> labels = new ArrayList<>();

    PictureFound(int width, int height, Joining joining) {
      this.width = width;
      this.height = height;
      this.joining = joining;
    }

    void add(List<Label> inView, View view, int number) {
      Affine toPicture = view.toPicture();
      Rectangle shown = new Rectangle(0, 0, view.shownWidth(), view.shownHeight());
      for (Label label : inView) {
        label
            .geometry()
            .clipped(view.shownWidth(), view.shownHeight())
            .filter(shape -> shape.bounds().overlaps(shown)) // rotated boxes are never cut
            .map(shape -> label.withGeometry(shape.transformed(toPicture)))
            .ifPresent(onPicture -> labels.add(new Found(onPicture, view, number)));
      }
      labels = joining.bounded(labels);
    }
  }

  /** The joined answer for a batch; nothing to free. */
  private record Answer(
      List<PictureFound> found, Joining joining, Refinement refinement, long deviceNanos)
      implements InferredBatch {
    @Override
    public List<Label> labels(int index) {
      PictureFound picture = found.get(index);
      return refinement.of(joining.labels(picture.labels, picture.width, picture.height));
    }

    @Override
    public void close() {}
  }

  @Override
  public void close() {
    model.close();
  }
}
