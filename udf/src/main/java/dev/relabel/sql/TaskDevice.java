package dev.relabel.sql;

import dev.relabel.model.ModelException;
import dev.relabel.model.onnx.Device;
import dev.relabel.model.onnx.Device.Kind;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** Which device a task uses: the GPU that Spark gave it, else what was asked for. */
public final class TaskDevice {
  private TaskDevice() {}

  /**
   * The device for the running task.
   *
   * @param asked the device of the run
   * @return the same kind with the address of the task's GPU, if Spark gave it one and none is
   *     named
   * @throws ModelException if Spark names its GPUs by something else than indices
   */
  public static Device of(Device asked) {
    TaskContext task = TaskContext.get();
    Map<String, ResourceInformation> resources = task == null ? Map.of() : task.resourcesJMap();
    ResourceInformation gpu = resources.get("gpu");
    boolean named = asked.kind() == Kind.CPU || asked.index() > 0;
    if (gpu == null || gpu.addresses().length == 0 || named) {
      return asked;
    }
    String address = gpu.addresses()[0];
    if (!address.matches("\\d{1,4}")) {
      throw new ModelException(
          ("Spark gave the task the GPU %s, which is no index. Let the discovery script print indices"
                  + " (0, 1, …), as nvidia-smi --query-gpu=index does, or name --device cuda:N.")
              .formatted(address));
    }
    return new Device(asked.kind(), Integer.parseInt(address));
  }
}
