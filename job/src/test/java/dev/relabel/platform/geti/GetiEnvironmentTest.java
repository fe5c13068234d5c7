package dev.relabel.platform.geti;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.relabel.platform.http.TlsTrust;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GetiEnvironmentTest {
  @Test
  void certificatesAreVerifiedUnlessSomebodySaysOtherwise() {
    Map<String, String> usual = Map.of("GETI_HOST", "geti.local", "GETI_TOKEN", "t");

    assertThat(GetiEnvironment.connection(usual, Optional.empty()).trust())
        .isEqualTo(TlsTrust.OF_JAVA);
    assertThat(
            GetiEnvironment.connection(
                    Map.of(
                        "GETI_HOST",
                        "geti.local",
                        "GETI_TOKEN",
                        "t",
                        "GETI_VERIFY_CERTIFICATE",
                        "false",
                        "GETI_WORKSPACE",
                        "w"),
                    Optional.empty())
                .trust())
        .isEqualTo(TlsTrust.OF_ANYONE);
  }

  @Test
  void everythingThatIsMissingOrWrongIsNamed() {
    assertThatThrownBy(
            () ->
                GetiEnvironment.connection(
                    Map.of("GETI_VERIFY_CERTIFICATE", "no"), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("GETI_HOST is not set")
        .hasMessageContaining("GETI_TOKEN is not set")
        .hasMessageContaining("GETI_VERIFY_CERTIFICATE is true or false, not 'no'");
    assertThatThrownBy(
            () ->
                GetiEnvironment.connection(
                    Map.of("GETI_HOST", "https://u:p@geti", "GETI_TOKEN", "secret"),
                    Optional.empty()))
        .hasMessageContaining("no user name or password")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(
            () ->
                GetiEnvironment.connection(
                    Map.of("GETI_HOST", "geti", "GETI_TOKEN", "t"), Optional.of("")))
        .hasMessageContaining("GETI_CA_BUNDLE is wrong");
  }
}
