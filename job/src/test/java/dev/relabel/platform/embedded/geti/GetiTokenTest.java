package dev.relabel.platform.embedded.geti;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class GetiTokenTest {
  private static final String DIGITS =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

  private static BigInteger number(String base62) {
    BigInteger number = BigInteger.ZERO;
    for (int i = 0; i < base62.length(); i++) {
      long digit = DIGITS.indexOf(base62.charAt(i));
      number = number.multiply(BigInteger.valueOf(62)).add(BigInteger.valueOf(digit));
    }
    return number;
  }

  @Test
  void holdsRandomBytesAndTheirChecksum() {
    String token = GetiToken.random(new SecureRandom());

    assertThat(token).matches("geti_pat_[0-9a-zA-Z]{43}_[0-9a-zA-Z]{6}");
    List<String> parts = Arrays.asList(token.split("_", -1));
    byte[] signed = number(parts.get(2)).toByteArray();
    byte[] bytes = new byte[32];
    int length = Math.min(32, signed.length);
    System.arraycopy(signed, signed.length - length, bytes, 32 - length, length);
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    long lowestFirst = 0;
    for (int i = 0; i < 4; i++) {
      lowestFirst = lowestFirst << 8 | (checksum.getValue() >> (8 * i) & 0xff);
    }
    assertThat(number(parts.get(3)).longValueExact()).isEqualTo(lowestFirst);
  }

  @Test
  void fillsUpWithZeros() {
    byte[] bytes = new byte[32];
    bytes[31] = 62;
    assertThat(GetiToken.of(bytes)).startsWith("geti_pat_" + "0".repeat(41) + "10_");
  }
}
