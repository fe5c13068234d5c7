package dev.relabel.cli;

import dev.relabel.publish.UploadMode;
import dev.relabel.run.Step;
import dev.relabel.testing.HeldCalls.Hold;
import dev.relabel.testing.HeldCalls.Place;
import java.util.function.BooleanSupplier;

/** A moment in a run: a call to the platform that is held, or something in the run directory. */
enum Moment {
  DURING_PLAN {
    @Override
    BooleanSupplier in(FaultScene scene) {
      return call(scene, Place.AFTER, "images.list", 1, () -> true);
    }
  },
  PLANNED {
    @Override
    BooleanSupplier in(FaultScene scene) {
      return call(scene, Place.BEFORE, "images.bulk.download", 1, () -> true);
    }
  },
  DURING_PREDICTION {
    @Override
    BooleanSupplier in(FaultScene scene) {
      return call(scene, Place.AFTER, "images.bulk.download", 2, () -> true);
    }
  },
  PREDICTED {
    @Override
    BooleanSupplier in(FaultScene scene) {
      return () -> scene.isDone(Step.PREDICTIONS, 0);
    }
  },
  DURING_CHANGES {
    @Override
    BooleanSupplier in(FaultScene scene) {
      return scene.mode() == UploadMode.CREATE
          ? () -> scene.has("changes/wave-00000/*") // copies have nothing to be read
          : call(
              scene,
              Place.BEFORE,
              "annotations.bulk.info",
              2,
              () -> scene.isDone(Step.PREDICTIONS, 0));
    }
  },
  CHANGES_PLANNED {
    @Override
    BooleanSupplier in(FaultScene scene) {
      return () -> scene.isDone(Step.CHANGES, 0);
    }
  },
  CLASSES_ADDED {
    @Override
    BooleanSupplier in(FaultScene scene) {
      return call(scene, Place.AFTER, "projects.meta.update", 1, () -> true);
    }
  },
  PROJECT_MADE {
    @Override
    BooleanSupplier in(FaultScene scene) {
      return scene.mode() == UploadMode.CREATE
          ? call(scene, Place.AFTER, "projects.add", 1, () -> true)
          : CHANGES_PLANNED.in(scene);
    }
  },
  IMAGES_COPIED {
    @Override
    BooleanSupplier in(FaultScene scene) {
      return scene.mode() == UploadMode.CREATE
          ? call(scene, Place.AFTER, "images.bulk.add", 1, () -> true)
          : CLASSES_ADDED.in(scene);
    }
  },
  BEFORE_A_WRITE {
    @Override
    BooleanSupplier in(FaultScene scene) {
      return call(scene, Place.BEFORE, "figures.bulk.add", 1, () -> true);
    }
  },
  AFTER_A_WRITE {
    @Override
    BooleanSupplier in(FaultScene scene) {
      return call(scene, Place.AFTER, "figures.bulk.add", 1, () -> true);
    }
  },
  BEFORE_A_REMOVAL {
    @Override
    BooleanSupplier in(FaultScene scene) {
      return scene.mode() == UploadMode.REPLACE
          ? call(scene, Place.BEFORE, "figures.bulk.remove", 1, () -> true)
          : call(scene, Place.BEFORE, "figures.bulk.add", 2, () -> true);
    }
  },
  AFTER_A_REMOVAL {
    @Override
    BooleanSupplier in(FaultScene scene) {
      return scene.mode() == UploadMode.REPLACE
          ? call(scene, Place.AFTER, "figures.bulk.remove", 1, () -> true)
          : call(scene, Place.AFTER, "figures.bulk.add", 2, () -> true);
    }
  },
  WITHOUT_MARKER_OF_RECEIPTS {
    @Override
    BooleanSupplier in(FaultScene scene) {
      return () -> scene.has("receipts/wave-00000/*/_SUCCESS");
    }
  },
  FIRST_WAVE_DONE {
    @Override
    BooleanSupplier in(FaultScene scene) {
      return () -> scene.isDone(Step.RECEIPTS, 0);
    }
  },
  IN_THE_SECOND_WAVE {
    @Override
    BooleanSupplier in(FaultScene scene) {
      return call(scene, Place.AFTER, "figures.bulk.add", 1, () -> scene.isDone(Step.RECEIPTS, 0));
    }
  },
  DURING_EXPORT {
    @Override
    BooleanSupplier in(FaultScene scene) {
      return call(
          scene, Place.BEFORE, "images.bulk.download", 2, () -> scene.isDone(Step.RECEIPTS, 1));
    }
  };

  /** Prepares for it; what is returned tells whether it has come. */
  abstract BooleanSupplier in(FaultScene scene);

  private static BooleanSupplier call(
      FaultScene scene, Place place, String method, int number, BooleanSupplier when) {
    Hold hold = scene.calls().hold(place, method, number, when);
    return hold::isReached;
  }
}
