package dev.relabel.image;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.global.opencv_core;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares the native codec, once per process, before its first use.
 *
 * <p>This is the one place that configures JavaCPP and OpenCV. Every class of this package that
 * touches a native matrix calls {@link #prepare()} in its static initialiser.
 *
 * <p>OpenCV and the codecs below it write a line about many a damaged file to standard error. Only
 * the environment variable {@code OPENCV_LOG_LEVEL=SILENT}, set before the process starts, quiets
 * OpenCV's part; the binding has no call for it.
 */
public final class OpenCv {
  /** JavaCPP reads this when its Pointer class loads, so it must be set before. */
  private static final String MAX_PHYSICAL_BYTES = "org.bytedeco.javacpp.maxPhysicalBytes";

  /**
   * Which of several builds of a library JavaCPP takes. When nobody says, it looks for those with
   * CUDA, too: dozens of libraries, each in all jars of Spark, seconds at every start.
   */
  private static final String BUILD = "org.bytedeco.javacpp.platform.extension";

  private static final Logger LOG = LoggerFactory.getLogger(OpenCv.class);

  static {
    if (System.getProperty(BUILD) == null) {
      System.setProperty(BUILD, ""); // the plain ones, as the class path has no others
    }
    // By default JavaCPP throws OutOfMemoryError from any native allocation while the process holds
    // more than four times the JVM's maximum heap. A Spark executor with a small heap and models in
    // native memory passes that mark in good health. Somebody's own value stays.
    if (System.getProperty(MAX_PHYSICAL_BYTES) == null
        && System.getProperty("org.bytedeco.javacpp.maxphysicalbytes") == null) {
      System.setProperty(MAX_PHYSICAL_BYTES, "0");
    }
    if (Pointer.maxPhysicalBytes() > 0) {
      LOG.warn(
          "JavaCPP fails with OutOfMemoryError when this process holds more than {} bytes:"
              + " start Java with -D{}=0 unless that is wanted",
          Pointer.maxPhysicalBytes(),
          MAX_PHYSICAL_BYTES);
    }
    // Callers decode in a pool of their own; OpenCV's threads would fight with it.
    opencv_core.setNumThreads(1);
  }

  private OpenCv() {}

  /** Loads and configures the native libraries on the first call; later calls cost nothing. */
  public static void prepare() {}
}
