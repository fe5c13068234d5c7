package dev.relabel.platform.embedded.geti;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/**
 * Personal access tokens: {@code geti_pat_}, 32 random bytes and their checksum, both in base 62
 * (digits, small letters, capital letters).
 */
public final class GetiToken {
  private static final String PREFIX = "geti_pat_";
  private static final String DIGITS =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
  private static final int RANDOM_BYTES = 32;
  private static final int RANDOM_DIGITS = 43;
  private static final int CHECKSUM_DIGITS = 6;

  private GetiToken() {}

  /** A new token. */
  public static String random(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return of(bytes);
  }

  static String of(byte[] bytes) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    // The four bytes of the checksum are written from the lowest on.
    long lowestFirst = Integer.toUnsignedLong(Integer.reverseBytes((int) checksum.getValue()));
    return PREFIX
        + base62(new BigInteger(1, bytes), RANDOM_DIGITS)
        + "_"
        + base62(BigInteger.valueOf(lowestFirst), CHECKSUM_DIGITS);
  }

  private static String base62(BigInteger number, int digits) {
    StringBuilder text = new StringBuilder();
    for (BigInteger left = number; left.signum() > 0; left = left.divide(BASE)) {
      text.append(DIGITS.charAt(left.mod(BASE).intValue()));
    }
    while (text.length() < digits) {
      text.append(DIGITS.charAt(0));
    }
    return text.reverse().toString();
  }
}
