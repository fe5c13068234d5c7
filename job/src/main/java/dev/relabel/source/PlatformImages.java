package dev.relabel.source;

import dev.relabel.platform.ImageId;
import dev.relabel.platform.NotOnPlatformException;
import dev.relabel.platform.Platform;
import dev.relabel.platform.RefusedContentException;
import dev.relabel.predict.ImageFetcher.Bytes;
import dev.relabel.predict.ImageFetcher.Fetched;
import dev.relabel.predict.ImageFetcher.Missing;
import dev.relabel.run.WorkItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Images of a platform, or frames of its videos, in bulk. Safe for use by several threads. */
final class PlatformImages {
  private final Platform platform;

  PlatformImages(Platform platform) {
    this.platform = platform;
  }

  /** Images of one dataset, or frames of one video. */
  List<Fetched> fetch(List<WorkItem> items) {
    Map<ImageId, byte[]> bytes;
    try {
      bytes =
          platform.download(
              PlatformAddress.of(items.get(0)).dataset(),
              items.stream().map(item -> PlatformAddress.of(item).image()).toList());
    } catch (NotOnPlatformException e) {
      // A platform may refuse the whole call for one image that is gone.
      return items.size() == 1 ? List.of(gone(items.get(0))) : oneByOne(items);
    } catch (RefusedContentException e) {
      return items.size() == 1
          ? List.of(new Missing("refused", String.valueOf(e.getMessage())))
          : oneByOne(items);
    }
    List<Fetched> answers = new ArrayList<>(items.size());
    for (WorkItem item : items) {
      byte[] encoded = bytes.get(PlatformAddress.of(item).image());
      answers.add(encoded == null ? gone(item) : new Bytes(encoded, item.width(), item.height()));
    }
    return answers;
  }

  private List<Fetched> oneByOne(List<WorkItem> items) {
    List<Fetched> answers = new ArrayList<>(items.size());
    items.forEach(item -> answers.addAll(fetch(List.of(item))));
    return answers;
  }

  private static Missing gone(WorkItem item) {
    return new Missing(
        "not-found", "%s (%s) is no longer on the platform".formatted(item.itemId(), item.name()));
  }
}
