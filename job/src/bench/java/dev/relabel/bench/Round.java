package dev.relabel.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Scanner;

/**
 * One measured round.
 *
 * @param images images done
 * @param seconds wall time
 * @param cpuSeconds processor time of this process
 * @param othersShare share of the machine's processors that others had, 0–1; how noisy it was
 */
record Round(int images, double seconds, double cpuSeconds, double othersShare) {

  /** What is measured; may fail as it likes. */
  interface Work {
    void run() throws Exception;
  }

  static Round of(int images, Work work) throws Exception {
    double busyBefore = machineBusySeconds();
    double cpuBefore = cpu();
    long start = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuSeconds = cpu() - cpuBefore;
    double others = machineBusySeconds() - busyBefore - cpuSeconds;
    int cores = Runtime.getRuntime().availableProcessors();
    return new Round(images, seconds, cpuSeconds, Math.max(0, others / (seconds * cores)));
  }

  double imagesPerSecond() {
    return images / seconds;
  }

  double cpuMillisPerImage() {
    return 1000 * cpuSeconds / images;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%6.2f images/s %7.1f CPU ms/image   others had %2.0f %%",
        imagesPerSecond(),
        cpuMillisPerImage(),
        100 * othersShare);
  }

  private static double cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }

  /** Processor time of all processes since the machine started; 0 where Linux does not tell. */
  private static double machineBusySeconds() throws IOException {
    Path stat = Path.of("/proc/stat");
    if (!Files.isReadable(stat)) {
      return 0;
    }
    try (Scanner words = new Scanner(stat, StandardCharsets.UTF_8)) {
      words.next();
      long user = words.nextLong();
      long nice = words.nextLong();
      long system = words.nextLong();
      words.nextLong();
      words.nextLong();
      long interrupts = words.nextLong() + words.nextLong();
      long stolen = words.nextLong();
      return (user + nice + system + interrupts + stolen) / 100.0;
    }
  }
}
