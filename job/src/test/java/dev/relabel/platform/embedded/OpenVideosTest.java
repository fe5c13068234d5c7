package dev.relabel.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.platform.local.LocalProjects;
import dev.relabel.platform.local.LocalVideo;
import dev.relabel.testing.GreyVideo;
import dev.relabel.testing.ProjectFolder;
import dev.relabel.video.UnreadableVideoException;
import dev.relabel.video.VideoReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenVideosTest {
  private final ProjectFolder folder;

  OpenVideosTest(@TempDir Path temp) {
    Path file = GreyVideo.write(temp.resolve("grey.mkv"), 3);
    this.folder = ProjectFolder.in(temp.resolve("films"));
    for (int i = 0; i < 5; i++) {
      folder.video("day", i + ".mkv", file);
    }
  }

  private static VideoReader reader(OpenVideos open, LocalVideo video, long frame)
      throws IOException {
    return open.use(video, frame, reader -> reader);
  }

  @Test
  void keepsTheVideosUsedLastOpen() throws IOException {
    try (LocalProjects projects = LocalProjects.open(folder.directory());
        OpenVideos open = new OpenVideos()) {
      List<LocalVideo> videos = projects.all().get(0).datasets().get(0).videos();
      VideoReader first = reader(open, videos.get(0), 0);
      VideoReader second = reader(open, videos.get(1), 0);
      assertThat(reader(open, videos.get(0), 1)).isSameAs(first);
      reader(open, videos.get(2), 0);
      reader(open, videos.get(3), 0);
      reader(open, videos.get(4), 0);

      assertThat(reader(open, videos.get(0), 2)).isSameAs(first);
      assertThat(reader(open, videos.get(1), 1)).isNotSameAs(second);
    }
  }

  @Test
  void whoeverIsBeforeAFrameGoesOnToIt() throws IOException {
    try (LocalProjects projects = LocalProjects.open(folder.directory());
        OpenVideos open = new OpenVideos()) {
      LocalVideo video = projects.all().get(0).datasets().get(0).videos().get(0);
      VideoReader[] both = new VideoReader[2];
      open.use(
          video,
          0,
          reader -> {
            both[0] = reader;
            both[1] = reader(open, video, 500);
            return reader;
          });

      assertThat(both[1]).isNotSameAs(both[0]);
      for (int i = 0; i < 3; i++) {
        assertThat(reader(open, video, 1 + i)).isSameAs(both[0]);
        assertThat(reader(open, video, 501 + i)).isSameAs(both[1]);
      }
    }
  }

  @Test
  void doesNotKeepWhatFailed() throws IOException {
    try (LocalProjects projects = LocalProjects.open(folder.directory());
        OpenVideos open = new OpenVideos()) {
      LocalVideo video = projects.all().get(0).datasets().get(0).videos().get(0);
      VideoReader first = reader(open, video, 0);

      assertThatThrownBy(
              () ->
                  open.use(
                      video,
                      0,
                      reader -> {
                        throw new UnreadableVideoException("damaged", null);
                      }))
          .isInstanceOf(UnreadableVideoException.class);
      assertThat(reader(open, video, 0)).isNotSameAs(first);
    }
  }

  @Test
  void opensNothingOnceItIsClosed() throws IOException {
    OpenVideos open = new OpenVideos();
    try (LocalProjects projects = LocalProjects.open(folder.directory())) {
      LocalVideo video = projects.all().get(0).datasets().get(0).videos().get(0);
      reader(open, video, 0);
      open.close();

      assertThatThrownBy(() -> reader(open, video, 0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("stopped");
    }
  }
}
