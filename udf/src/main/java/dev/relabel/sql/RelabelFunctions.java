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
 * <tr><td>{@code relabel_predict(image, model)}</td><td>{@link PredictFunction}</td><td>{@link
 * LabelStruct#LIST}</td></tr>
 * <tr><td>{@code relabel_predict_with(image, model, settings)}</td><td>{@link
 * PredictWithFunction}</td><td>{@link LabelStruct#LIST}</td></tr>
 * <tr><td>{@code relabel_try_predict(image, model)}</td><td>{@link
 * TryPredictFunction}</td><td>{@link TryPredictFunction#TYPE}</td></tr>
 * <tr><td>{@code relabel_try_predict_with(image, model, settings)}</td><td>{@link
 * TryPredictWithFunction}</td><td>{@link TryPredictFunction#TYPE}</td></tr>
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
    HadoopSettings hadoop = new HadoopSettings(spark.sparkContext().hadoopConfiguration());
    predicting(hadoop)
        .forEach((name, function) -> spark.udf().register(name, function.asNondeterministic()));
    others().forEach((name, function) -> spark.udf().register(name, function));
  }

  /** Not deterministic for Spark, which else copies a call to wherever its result is used. */
  private static Map<String, UserDefinedFunction> predicting(HadoopSettings hadoop) {
    Map<String, UserDefinedFunction> all = new LinkedHashMap<>();
    all.put("relabel_predict", functions.udf(new PredictFunction(hadoop), LabelStruct.LIST));
    all.put(
        "relabel_predict_with", functions.udf(new PredictWithFunction(hadoop), LabelStruct.LIST));
    all.put(
        "relabel_try_predict",
        functions.udf(new TryPredictFunction(hadoop), TryPredictFunction.TYPE));
    all.put(
        "relabel_try_predict_with",
        functions.udf(new TryPredictWithFunction(hadoop), TryPredictFunction.TYPE));
    return all;
  }

  private static Map<String, UserDefinedFunction> others() {
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
