package dev.relabel.platform.supervisely;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.platform.format.UnreadableJsonException;
import dev.relabel.platform.http.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MultipartPartsTest {
  private static final String TYPE = "multipart/form-data; boundary=B";

  private static Response response(String type, InputStream body) {
    return new Response(200, Map.of("content-type", type), body, () -> {});
  }

  private static Map<Long, byte[]> read(String type, byte[] body) throws IOException {
    return MultipartParts.read(response(type, new ByteArrayInputStream(body)));
  }

  private static byte[] bytes(String text) {
    return text.replace("\n", "\r\n").getBytes(ISO_8859_1);
  }

  @Test
  void readsPartsByTheirNumbers() throws IOException {
    Map<Long, byte[]> parts =
        read(
            TYPE,
            bytes(
                """
                --B
                Content-Disposition: form-data; name="1013"; filename="1013"
                Content-Type: application/octet-stream

                first
                --B
                content-disposition: form-data;filename="x";name="1014"


                --B
                Content-Disposition: form-data; name="other"

                ignored
                --B--
                """));
    assertThat(parts).containsOnlyKeys(1013L, 1014L);
    assertThat(parts.get(1013L)).isEqualTo(bytes("first"));
    assertThat(parts.get(1014L)).isEmpty();
  }

  @Test
  void readsAnAnswerWithoutParts() throws IOException {
    assertThat(read(TYPE, bytes("--B--\n"))).isEmpty();
  }

  @Test
  void readsAnyBytesInAnyPieces() throws IOException {
    long seed = 11;
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      byte[] first = new byte[random.nextInt(200_000)];
      byte[] second = new byte[random.nextInt(200)];
      random.nextBytes(first);
      random.nextBytes(second);
      // What looks like a boundary but is none.
      byte[] trap = bytes("\n--A\n-\n--\n\n");
      System.arraycopy(trap, 0, first, 0, Math.min(first.length, trap.length));
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      body.write(bytes("--B\nContent-Disposition: form-data; name=\"1\"\n\n"));
      body.write(first);
      body.write(bytes("\n--B\nContent-Disposition: form-data; name=\"2\"\n\n"));
      body.write(second);
      body.write(bytes("\n--B--"));
      InputStream dripping =
          new FilterInputStream(new ByteArrayInputStream(body.toByteArray())) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
              return super.read(into, offset, Math.min(length, 1 + random.nextInt(50_000)));
            }
          };
      Map<Long, byte[]> parts = MultipartParts.read(response(TYPE, dripping));
      assertThat(parts.get(1L)).as("seed %s, case %s", seed, i).isEqualTo(first);
      assertThat(parts.get(2L)).as("seed %s, case %s", seed, i).isEqualTo(second);
    }
  }

  @Test
  void refusesWhatIsCutOffAnywhere() {
    byte[] whole = bytes("--B\nContent-Disposition: form-data; name=\"1\"\n\nfirst\n--B--");
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(TYPE, cut))
          .as("cut to %s bytes", length)
          .isInstanceOf(UnreadableJsonException.class)
          .hasMessage("A multipart answer is cut off or malformed");
    }
  }

  @Test
  void refusesWhatIsNotMultipart() {
    assertThatThrownBy(() -> read("text/html", bytes("<html>")))
        .isInstanceOf(UnreadableJsonException.class)
        .hasMessage("Expected multipart, found the content type text/html");
    assertThatThrownBy(() -> read("multipart/form-data", bytes("--B--")))
        .isInstanceOf(UnreadableJsonException.class)
        .hasMessage("A multipart answer does not say its boundary");
  }
}
