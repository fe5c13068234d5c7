package dev.relabel.client;

import dev.relabel.image.Picture;
import dev.relabel.predict.ImageFetcher;
import dev.relabel.run.WorkItem;
import dev.relabel.source.WorkItemFetcher;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Gets items of every kind. Safe for use by several threads. */
final class ItemFetcher implements ImageFetcher<Item>, AutoCloseable {
  private static final int BYTES_PER_PIXEL = 3;

  private final WorkItemFetcher elsewhere;

  ItemFetcher(WorkItemFetcher elsewhere) {
    this.elsewhere = elsewhere;
  }

  @Override
  public int groupLimit() {
    return elsewhere.groupLimit();
  }

  @Override
  public long knownBytes(Item item) {
    if (item instanceof Item.Elsewhere there) {
      return elsewhere.knownBytes(there.work());
    }
    Input.Part part = ((Item.InMemory) item).part();
    return part instanceof Input.Pixels pixels
        ? (long) BYTES_PER_PIXEL * pixels.image().getWidth() * pixels.image().getHeight()
        : ((Input.Encoded) part).file().length;
  }

  @Override
  public boolean mayShareCall(Item first, Item second) {
    return first instanceof Item.Elsewhere one
        && second instanceof Item.Elsewhere other
        && elsewhere.mayShareCall(one.work(), other.work());
  }

  @Override
  public boolean isSequential(Item item) {
    return item instanceof Item.Elsewhere there && elsewhere.isSequential(there.work());
  }

  @Override
  public List<Fetched> fetch(List<Item> items) {
    if (items.get(0) instanceof Item.InMemory memory) {
      return List.of(inMemory(memory.part()));
    }
    List<WorkItem> works = new ArrayList<>(items.size());
    items.forEach(item -> works.add(((Item.Elsewhere) item).work()));
    return elsewhere.fetch(works);
  }

  private static Fetched inMemory(Input.Part part) {
    return part instanceof Input.Pixels pixels
        ? new Pixels(picture(pixels.image()))
        : new Bytes(((Input.Encoded) part).file(), 0, 0);
  }

  private static Picture picture(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[BYTES_PER_PIXEL * width * height];
    int[] row = new int[width];
    int at = 0;
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int pixel : row) {
        rgb[at++] = (byte) (pixel >> 16);
        rgb[at++] = (byte) (pixel >> 8);
        rgb[at++] = (byte) pixel;
      }
    }
    return Picture.ofRgb(width, height, rgb);
  }

  @Override
  public void close() {
    elsewhere.close();
  }
}
