package dev.relabel.cli;

import dev.relabel.model.ModelException;
import dev.relabel.model.onnx.Device;
import dev.relabel.model.onnx.DeviceOptions;
import dev.relabel.model.onnx.DeviceOptions.Precision;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a model file runs on, and how. */
final class DeviceOption {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,6})([mg])");

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description =
          "auto, cpu, cuda or tensorrt, with :N for one of several cards. auto, which is the default, takes a GPU if one works.")
  @Nullable String device;

  @Option(
      names = "--precision",
      paramLabel = "P",
      description = "With --device tensorrt: fp32, fp16 or int8; fp32 when not given.")
  @Nullable String precision;

  @Option(
      names = "--gpu-memory",
      paramLabel = "SIZE",
      description = "Most memory of a card that a session takes, such as 8g or 512m.")
  @Nullable String gpuMemory;

  @Option(
      names = "--engine-cache",
      paramLabel = "DIR",
      description =
          "With --device tensorrt: where engines are kept, on each machine; ~/.cache/relabel/engines when not given.")
  @Nullable String engineCache;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "0",
      description = "Images per model call; 0 lets the device decide.")
  int batchSize;

  /** Whether anything about a device was given. */
  boolean isGiven() {
    return device != null || precision != null || gpuMemory != null || engineCache != null;
  }

  /** The device; what is wrong goes to the list. */
  Device device(List<String> problems) {
    try {
      return device == null ? Device.AUTO : Device.parse(device);
    } catch (ModelException e) {
      problems.add("--device: " + e.getMessage());
      return Device.AUTO;
    }
  }

  /** How it is used; what is wrong goes to the list. */
  DeviceOptions options(List<String> problems) {
    boolean isTensorRt = device(problems).kind() == Device.Kind.TENSORRT;
    if (!isTensorRt && (precision != null || engineCache != null)) {
      problems.add("--precision and --engine-cache belong to --device tensorrt");
    }
    if (batchSize < 0) {
      problems.add("--batch-size is at least 0, not " + batchSize);
    }
    return new DeviceOptions(
        precision(problems),
        gpuMemory(problems),
        Math.max(0, batchSize),
        engineCache == null ? "" : engineCache);
  }

  private Precision precision(List<String> problems) {
    try {
      return precision == null
          ? Precision.FP32
          : Precision.valueOf(precision.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      problems.add("--precision is fp32, fp16 or int8, not '%s'".formatted(precision));
      return Precision.FP32;
    }
  }

  private long gpuMemory(List<String> problems) {
    if (gpuMemory == null) {
      return 0;
    }
    Matcher size = SIZE.matcher(gpuMemory.toLowerCase(Locale.ROOT));
    if (!size.matches() || Long.parseLong(size.group(1)) == 0) {
      problems.add("--gpu-memory is a size such as 8g or 512m, not '%s'".formatted(gpuMemory));
      return 0;
    }
    return Long.parseLong(size.group(1)) << (size.group(2).equals("g") ? 30 : 20);
  }
}
