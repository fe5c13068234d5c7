package dev.relabel.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class VideoFormatTest {
  private static byte[] head(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void videosAreToldByTheirFirstBytes() {
    assertThat(VideoFormat.of(head("\0\0\0 ftypisom\0\0\2\0"))).contains(VideoFormat.MP4);
    assertThat(VideoFormat.of(head("\0\0\0\u0014ftypqt  \0\0\2\0"))).contains(VideoFormat.MP4);
    assertThat(VideoFormat.of(head("\0\0\0\u0008wide\0\0\0\0mdat"))).contains(VideoFormat.MP4);
    assertThat(VideoFormat.of(head("\u001aE\u00df\u00a3\u0001\0\0\0")))
        .contains(VideoFormat.MATROSKA);
    assertThat(VideoFormat.of(head("RIFF\1\2\3\4AVI LIST"))).contains(VideoFormat.AVI);
  }

  @Test
  void picturesAndOtherThingsAreNone() {
    assertThat(VideoFormat.of(head("\0\0\0 ftypavif\0\0\0\0"))).isEmpty();
    assertThat(VideoFormat.of(head("\0\0\0 ftypheic\0\0\0\0"))).isEmpty();
    assertThat(VideoFormat.of(head("RIFF\1\2\3\4WEBPVP8 "))).isEmpty();
    assertThat(VideoFormat.of(head("\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF\0"))).isEmpty();
    assertThat(VideoFormat.of(head("a.jpg\nb.jpg\nc.jpg\n"))).isEmpty();
    assertThat(VideoFormat.of(new byte[0])).isEmpty();
  }
}
