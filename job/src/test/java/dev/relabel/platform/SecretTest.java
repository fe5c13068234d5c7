package dev.relabel.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class SecretTest {
  private final Secret secret = Secret.of("t0p");

  @Test
  void printsAsStars() {
    assertThat(secret).hasToString("***");
    assertThat(secret.reveal()).isEqualTo("t0p");
    assertThat(secret.blackOutIn("token t0p, again t0p")).isEqualTo("token ***, again ***");
  }

  @Test
  void travelsToExecutors() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(secret);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(secret);
    }
  }

  @Test
  void refusesWhatNoHeaderCanCarryWithoutRepeatingIt() {
    for (String value : new String[] {"", " ", "a\nb", "a b", "ü"}) {
      assertThatThrownBy(() -> Secret.of(value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "A secret is neither empty nor holds blanks, line ends or letters outside ASCII");
    }
  }
}
