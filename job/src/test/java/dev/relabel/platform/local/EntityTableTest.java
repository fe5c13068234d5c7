package dev.relabel.platform.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntityTableTest {
  @Test
  void findsImagesThatCameInAnotherOrderThanTheirIds(@TempDir Path temp) throws IOException {
    ProjectFixture.in(temp).image("ds", "a.png", 8, 6);
    try (LocalProjects projects = LocalProjects.open(temp)) {
      LocalDataset dataset = projects.all().get(0).datasets().get(0);
      EntityTable<LocalImage> table = new EntityTable<>();
      // Two threads add to two datasets: the later one may be through first.
      for (long id : new long[] {7, 9, 8, 12, 10}) {
        table.add(new LocalImage(id, id + ".png", dataset));
      }

      for (long id : new long[] {7, 8, 9, 10, 12}) {
        assertThat(table.find(id)).as("image %s", id).isPresent();
      }
      assertThat(table.find(11)).isEmpty();
      table.remove(Set.of(8L));
      table.add(new LocalImage(11, "11.png", dataset));
      assertThat(table.snapshot())
          .extracting(LocalImage::id)
          .isEqualTo(List.of(7L, 9L, 10L, 11L, 12L));
    }
  }
}
