package dev.relabel.sql;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.relabel.annotation.Label;
import dev.relabel.annotation.Mask;
import dev.relabel.annotation.Rectangle;
import dev.relabel.image.ImageHeader;
import dev.relabel.image.Picture;
import dev.relabel.image.Sha256;
import dev.relabel.model.onnx.Graphs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The functions as queries call them: real sessions of Spark and real models. */
class FunctionsIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final StructType IMAGES =
      new StructType().add("name", DataTypes.StringType).add("image", DataTypes.BinaryType);
  private static final byte[] NO_IMAGE = "<html>".getBytes(StandardCharsets.UTF_8);

  private static @Nullable SparkSession open;

  @TempDir static Path folder = Path.of("");
  private static Path model = Path.of("");

  @BeforeAll
  static void startSpark() throws IOException {
    open =
        SparkSession.builder()
            .master("local[4]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();
    RelabelFunctions.register(spark());
    model = Graphs.detector(folder.resolve("detector.onnx"), -1);
    images().createOrReplaceTempView("images");
  }

  private static SparkSession spark() {
    return Objects.requireNonNull(open);
  }

  @AfterAll
  static void stopSpark() {
    spark().stop();
  }

  private static Dataset<Row> images() {
    return spark()
        .createDataFrame(
            List.of(
                RowFactory.create("good", png(64, 64)),
                RowFactory.create("large", png(128, 64)),
                RowFactory.create("bad", NO_IMAGE),
                RowFactory.create("none", null)),
            IMAGES);
  }

  private static byte[] png(int width, int height) {
    try (Picture picture = Picture.ofRgb(width, height, new byte[3 * width * height])) {
      return picture.toPng();
    }
  }

  private static Row one(String query) {
    List<Row> rows = spark().sql(query).collectAsList();
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  @Test
  void predictsWhatTheModelFinds() {
    Row row =
        one("SELECT relabel_predict(image, '%s') FROM images WHERE name = 'good'".formatted(model));

    List<Label> labels = row.<Row>getList(0).stream().map(LabelStruct::read).toList();
    assertThat(labels)
        .extracting(Label::className, Label::geometry)
        .containsExactly(
            tuple("dog", new Rectangle(8, 16, 24, 32)),
            tuple("men's shoe", new Rectangle(0, 0, 64, 64)));
    assertThat(row.<Row>getList(0).get(0).<Integer>getAs("class_index")).isEqualTo(2);
    assertThat(
            spark()
                .table("images")
                .selectExpr("relabel_predict(image, 'm')")
                .schema()
                .fields()[0]
                .dataType())
        .isEqualTo(LabelStruct.LIST);
  }

  @Test
  void settingsAreThoseOfTheModel() {
    Row row =
        one(
            "SELECT relabel_predict_with(image, '%s', '{\"confidence\": 0.7}') FROM images WHERE name = 'good'"
                .formatted(model));

    assertThat(row.<Row>getList(0)).hasSize(1);
  }

  @Test
  void aBadImageIsNullWithAReasonAndTheOthersArePredicted() {
    List<Row> rows =
        spark()
            .sql(
                "SELECT name, size(p.labels), p.width, p.height, p.problem, p IS NULL FROM"
                    + " (SELECT name, relabel_try_predict(image, '%s') AS p FROM images) ORDER BY name"
                        .formatted(model))
            .collectAsList();

    assertThat(rows)
        .containsExactly(
            RowFactory.create(
                "bad",
                null,
                null,
                null,
                "unreadable-image: This is text or HTML, not an image; JPEG, PNG, WebP, BMP, TIFF"
                    + " and GIF images are read",
                false),
            RowFactory.create("good", 2, 64, 64, null, false),
            RowFactory.create("large", 2, 128, 64, null, false),
            RowFactory.create("none", null, null, null, null, true));
    assertThat(
            one("SELECT relabel_predict(image, '%s') FROM images WHERE name = 'bad'"
                    .formatted(model))
                .isNullAt(0))
        .isTrue();
  }

  @Test
  void aModelThatIsNotThereFailsTheQueryWithItsName() {
    Dataset<Row> query =
        spark().sql("SELECT relabel_predict(image, 'nowhere/none.onnx') FROM images");

    assertThatThrownBy(query::collectAsList)
        .hasStackTraceContaining("The model nowhere/none.onnx cannot be read: it is neither");
  }

  @Test
  void modelsOnFileSystemsOfHadoopAreFetched() {
    assertThat(
            one("SELECT size(relabel_predict(image, '%s')) FROM images WHERE name = 'good'"
                    .formatted(model.toUri()))
                .getInt(0))
        .isEqualTo(2);
  }

  @Test
  void aRowIsPredictedOnceWhereverTheResultIsUsed() throws IOException {
    Path own = Graphs.detector(folder.resolve("once.onnx"), -1);
    try (OpenModels.Share share = shareOf(own)) {
      List<Row> rows =
          spark()
              .sql(
                  "SELECT name, labels FROM (SELECT name, relabel_predict(image, '%s') AS labels FROM images) WHERE size(labels) > 0"
                      .formatted(own))
              .collectAsList();

      assertThat(rows).hasSize(2);
      assertThat(share.model().calls().images()).isEqualTo(2);
    }
  }

  @Test
  void rowsOfOneProcessShareCallsOfAModelWithAFixedBatch() throws IOException {
    Path batched = Graphs.detector(folder.resolve("batched.onnx"), 4);
    List<Row> many = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      many.add(RowFactory.create("i" + i, png(64, 64)));
    }
    spark().createDataFrame(many, IMAGES).repartition(4).createOrReplaceTempView("many");
    try (OpenModels.Share share = shareOf(batched)) {
      long labels =
          one("SELECT sum(n) FROM (SELECT size(relabel_predict(image, '%s')) AS n FROM many)"
                  .formatted(batched))
              .getLong(0);

      assertThat(labels).isEqualTo(128);
      assertThat(share.model().calls().images()).isEqualTo(64);
      assertThat(share.model().calls().calls()).isBetween(16L, 64L);
    }
  }

  private static OpenModels.Share shareOf(Path file) {
    return OpenModels.ofProcess()
        .share(
            new ModelAddress(file.toString()),
            PredictionSettings.parse(null),
            new HadoopSettings(spark().sparkContext().hadoopConfiguration()));
  }

  @Test
  void functionsWorkWhenRegisteredByTheirClassNames() {
    SparkSession other = spark().newSession();
    other.udf().registerJava("predict", PredictFunction.class.getName(), LabelStruct.LIST);
    other.udf().registerJava("iou", IouFunction.class.getName(), DataTypes.DoubleType);
    other.udf().registerJava("info", "dev.relabel.sql.ImageInfoFunction", ImageInfoFunction.TYPE);
    other.createDataFrame(images().collectAsList(), IMAGES).createOrReplaceTempView("images");

    Row row =
        other
            .sql(
                "SELECT size(predict(image, '%s')), iou(predict(image, '%s')[0], predict(image, '%s')[1]), info(image).width FROM images WHERE name = 'good'"
                    .formatted(model, model, model))
            .collectAsList()
            .get(0);

    assertThat(row).isEqualTo(RowFactory.create(2, 256.0 / 4096, 64));
  }

  @Test
  void iouOfBoxesAndOfLabels() {
    assertThat(
            one("SELECT relabel_iou(named_struct('x1', 0, 'y1', 0, 'x2', 10.5, 'y2', 10), named_struct('x1', 0.5, 'y1', 0, 'x2', 10.5, 'y2', 10))")
                .getDouble(0))
        .isCloseTo(100.0 / 105, within(1e-12));
    assertThat(one("SELECT relabel_iou(NULL, named_struct('x1', 0))").isNullAt(0)).isTrue();
  }

  @Test
  void iouOfMasksCountsPixels() {
    Row left = LabelStruct.write(Label.predicted("car", Mask.ofRuns(0, 0, 4, 1, 0, 4), 1), 0);
    Row right = LabelStruct.write(Label.predicted("bus", Mask.ofRuns(2, 0, 4, 1, 0, 4), 1), 1);
    Dataset<Row> pair =
        spark()
            .createDataFrame(
                List.of(RowFactory.create(left, right)),
                new StructType().add("a", LabelStruct.SCHEMA).add("b", LabelStruct.SCHEMA));

    assertThat(pair.selectExpr("relabel_iou(a, b)").first().getDouble(0)).isEqualTo(2.0 / 6);
  }

  @Test
  void aStructThatIsNoShapeFailsTheQuery() {
    assertThatThrownBy(() -> one("SELECT relabel_iou(named_struct('x', 1), named_struct('x', 1))"))
        .hasStackTraceContaining(
            "A struct is neither a label nor a box of x1, y1, x2, y2: 'kind' is missing or null");
  }

  @Test
  void mergeAddsWhatIsNewByThePublishersRule() {
    List<Label> existing =
        List.of(
            Label.predicted("car", new Rectangle(0, 0, 10, 10), 1),
            Label.predicted("car", new Rectangle(50, 50, 60, 60), 1));
    List<Label> predicted =
        List.of(
            Label.predicted("car", new Rectangle(0, 0, 10, 9), 0.9), // IoU 0.9
            Label.predicted("bus", new Rectangle(0, 0, 10, 10), 0.8),
            Label.predicted("car", Mask.ofRuns(0, 0, 10, 10, 0, 100), 0.7),
            Label.predicted("car", new Rectangle(50, 50, 60, 55), 0.6));
    Dataset<Row> table = labels(existing, predicted);

    assertThat(merged(table, "0.9"))
        .containsExactly(
            existing.get(0), existing.get(1), predicted.get(1), predicted.get(2), predicted.get(3));
    assertThat(merged(table, "0.5"))
        .containsExactly(existing.get(0), existing.get(1), predicted.get(1), predicted.get(2));
    assertThat(table.selectExpr("relabel_merge(NULL, b, 0.5)").first().isNullAt(0)).isTrue();
    assertThatThrownBy(() -> merged(table, "0"))
        .hasStackTraceContaining("The threshold of relabel_merge lies above 0");
  }

  private static List<Label> merged(Dataset<Row> table, String threshold) {
    return table
        .selectExpr("relabel_merge(a, b, %s)".formatted(threshold))
        .first()
        .<Row>getList(0)
        .stream()
        .map(LabelStruct::read)
        .toList();
  }

  private static Dataset<Row> labels(List<Label> a, List<Label> b) {
    return spark()
        .createDataFrame(
            List.of(RowFactory.create(rows(a), rows(b))),
            new StructType().add("a", LabelStruct.LIST).add("b", LabelStruct.LIST));
  }

  private static Row[] rows(List<Label> labels) {
    return labels.stream().map(label -> LabelStruct.write(label, 4)).toArray(Row[]::new);
  }

  @Test
  void cocoObjectsAreJson() throws IOException {
    Dataset<Row> table =
        labels(
            List.of(
                Label.predicted("car", new Rectangle(1, 2, 4, 6), 0.5),
                Label.predicted("car", Mask.ofRuns(6, 0, 4, 1, 0, 4), 0.5)),
            List.of());

    JsonNode coco = JSON.readTree(table.selectExpr("relabel_to_coco(a)").first().getString(0));
    JsonNode sized =
        JSON.readTree(table.selectExpr("relabel_to_coco_sized(a, 8, 20)").first().getString(0));

    assertThat(coco.get(0))
        .isEqualTo(
            JSON.readTree(
                """
                {"id": 1, "category_id": 5, "category_name": "car", "bbox": [1, 2, 3, 4],
                 "area": 12, "segmentation": [[1, 2, 4, 2, 4, 6, 1, 6]], "iscrowd": 0,
                 "score": 0.5, "geometry": "rectangle"}
                """));
    assertThat(coco.get(1).at("/segmentation/size")).hasToString("[6,10]");
    assertThat(sized.get(1).at("/segmentation/size")).hasToString("[20,8]");
    assertThat(sized.get(1).get("bbox")).hasToString("[6,0,2,1]");
    assertThat(table.selectExpr("relabel_to_coco(NULL)").first().isNullAt(0)).isTrue();
  }

  @Test
  void drawsIntoAPngOfTheSameSize() {
    Row row =
        one(
            "SELECT relabel_draw(image, relabel_predict(image, '%s')), relabel_draw(X'00', array()), relabel_draw(NULL, array()) FROM images WHERE name = 'large'"
                .formatted(model));

    ImageHeader header = ImageHeader.read((byte[]) row.get(0));
    assertThat(header.width()).isEqualTo(128);
    assertThat(header.height()).isEqualTo(64);
    assertThat((byte[]) row.get(0)).isNotEqualTo(png(128, 64));
    assertThat(row.isNullAt(1)).isTrue();
    assertThat(row.isNullAt(2)).isTrue();
  }

  @Test
  void infoSaysWhatAFileIsAndWhatIsWrong() {
    List<Row> rows =
        images()
            .select(col("name"), expr("relabel_image_info(image)").as("i"))
            .select("name", "i.*")
            .orderBy("name")
            .collectAsList();

    byte[] large = png(128, 64);
    assertThat(rows)
        .containsExactly(
            RowFactory.create(
                "bad",
                null,
                null,
                null,
                null,
                6L,
                Sha256.hex(NO_IMAGE),
                "This is text or HTML, not an image; JPEG, PNG, WebP, BMP, TIFF and GIF images are read"),
            RowFactory.create(
                "good", "png", 64, 64, 1, (long) png(64, 64).length, Sha256.hex(png(64, 64)), null),
            RowFactory.create(
                "large", "png", 128, 64, 1, (long) large.length, Sha256.hex(large), null),
            RowFactory.create("none", null, null, null, null, null, null, null));
  }

  @Test
  void everyQueryOfTheDocumentRuns() throws IOException {
    images().filter("name = 'good'").createOrReplaceTempView("photos");
    String document = Files.readString(Path.of("../docs/sql-functions.md"));
    List<String> queries =
        Pattern.compile("```sql\n(.*?);\n```", Pattern.DOTALL)
            .matcher(document)
            .results()
            .map(found -> found.group(1).replace("detector.onnx", model.toString()))
            .toList();

    assertThat(queries).hasSizeGreaterThan(6);
    for (String query : queries) {
      assertThatCode(() -> spark().sql(query).collectAsList()).as(query).doesNotThrowAnyException();
    }
  }

  @Test
  void everyFunctionIsInTheDocument() throws IOException {
    String document = Files.readString(Path.of("../docs/sql-functions.md"));

    List<Row> registered = spark().sql("SHOW USER FUNCTIONS LIKE 'relabel_*'").collectAsList();

    assertThat(registered).hasSize(10);
    for (Row function : registered) {
      assertThat(document).contains("| `" + function.getString(0) + "(");
    }
  }

  @Test
  void tablesArePredictedInBatchesWithTheirOtherColumns() throws IOException {
    Dataset<Row> predicted =
        RelabelFrames.predict(images(), "image", model.toString(), "{confidence: 0.7}");

    assertThat(predicted.columns()).containsExactly("name", "image", "labels", "problem");
    List<Row> rows =
        predicted.selectExpr("name", "size(labels)", "problem").orderBy("name").collectAsList();
    assertThat(rows.get(0).getString(2)).startsWith("unreadable-image: This is text");
    assertThat(rows.get(0).isNullAt(1)).isTrue();
    assertThat(rows.subList(1, 4))
        .containsExactly(
            RowFactory.create("good", 1, null),
            RowFactory.create("large", 1, null),
            RowFactory.create("none", null, null));
  }

  @Test
  void aTableWithoutSuchAColumnIsRefusedAtOnce() {
    assertThatThrownBy(() -> RelabelFrames.predict(images(), "name", "m.onnx", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The table has no column 'name' of BINARY");
    assertThatThrownBy(
            () ->
                RelabelFrames.predict(
                    images().withColumnRenamed("name", "Labels"), "image", "m.onnx", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The table has a column 'labels' already; rename it or leave it out");
  }
}
