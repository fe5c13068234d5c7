package dev.relabel.testing;

import dev.relabel.platform.ImageId;
import java.util.List;

/**
 * A call to a {@link SimulatedPlatform}.
 *
 * @param client who calls
 * @param method the name of the method of {@link dev.relabel.platform.Platform}
 * @param images the images that it is about, as far as the call names them
 */
public record SimulatedCall(String client, String method, List<ImageId> images) {
  public SimulatedCall {
    images = List.copyOf(images);
  }

  /** Whether the call changes labels. */
  public boolean isWrite() {
    return method.equals("addLabels") || method.equals("removeLabels");
  }
}
