package dev.relabel.sql;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * The SQL functions of Relabel and their registration.
 *
 * <table>
 * <caption>The functions</caption>
 * <tr><th>function</th><th>class</th><th>type</th></tr>
 * <tr><td>{@code relabel_iou(a, b)}</td><td>{@link IouFunction}</td><td>{@code DOUBLE}</td></tr>
 * <tr><td>{@code relabel_merge(existing, predicted, threshold)}</td><td>{@link
 * MergeFunction}</td><td>{@link LabelStruct#LIST}</td></tr>
 * <tr><td>{@code relabel_to_coco(labels)}</td><td>{@link ToCocoFunction}</td><td>{@code
 * STRING}</td></tr>
 * <tr><td>{@code relabel_to_coco_sized(labels, width, height)}</td><td>{@link
 * ToSizedCocoFunction}</td><td>{@code STRING}</td></tr>
 * <tr><td>{@code relabel_draw(image, labels)}</td><td>{@link DrawFunction}</td><td>{@code
 * BINARY}</td></tr>
 * <tr><td>{@code relabel_image_info(image)}</td><td>{@link ImageInfoFunction}</td><td>{@link
 * ImageInfoFunction#TYPE}</td></tr>
 * </table>
 *
 * <p>A function of one name has one number of arguments, as Spark has it for functions that are
 * registered. Null arguments give null. Functions that are registered by their class names work the
 * same.
 */
public final class RelabelFunctions {
  private RelabelFunctions() {}

  /** Registers all functions with a session; those of these names that it has are replaced. */
  public static void register(SparkSession spark) {
    functions().forEach((name, function) -> spark.udf().register(name, function));
  }

  private static Map<String, UserDefinedFunction> functions() {
    Map<String, UserDefinedFunction> all = new LinkedHashMap<>();
    all.put("relabel_iou", functions.udf(new IouFunction(), DataTypes.DoubleType));
    all.put("relabel_merge", functions.udf(new MergeFunction(), LabelStruct.LIST));
    all.put("relabel_to_coco", functions.udf(new ToCocoFunction(), DataTypes.StringType));
    all.put(
        "relabel_to_coco_sized", functions.udf(new ToSizedCocoFunction(), DataTypes.StringType));
    all.put("relabel_draw", functions.udf(new DrawFunction(), DataTypes.BinaryType));
    all.put("relabel_image_info", functions.udf(new ImageInfoFunction(), ImageInfoFunction.TYPE));
    return all;
  }
}
