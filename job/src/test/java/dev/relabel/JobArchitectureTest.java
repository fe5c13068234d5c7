package dev.relabel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The job part of the design's package table; that of udf is held in its own module. */
class JobArchitectureTest {
  private static final String ROOT = "dev.relabel.";

  private static JavaClasses classes = new ClassFileImporter().importClasses(List.of());

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.relabel");
  }

  /** Which packages of ours each package may use, without what lies below it. */
  private static Map<String, List<String>> table() {
    Map<String, List<String>> table = new LinkedHashMap<>();
    table.put("platform", List.of("annotation", "image", "video"));
    table.put("platform.format", List.of("platform", "annotation"));
    table.put("platform.http", List.of("platform", "platform.format"));
    table.put(
        "platform.supervisely",
        List.of("platform", "platform.format", "platform.http", "annotation", "image", "video"));
    table.put(
        "platform.geti",
        List.of(
            "platform",
            "platform.format",
            "platform.http",
            "platform.geti.format",
            "video",
            "annotation",
            "image"));
    table.put("platform.geti.format", List.of("platform", "platform.format", "annotation"));
    table.put("platform.local", List.of("platform", "platform.format", "annotation", "image"));
    table.put(
        "platform.embedded",
        List.of("platform", "platform.format", "platform.local", "annotation", "image", "video"));
    table.put(
        "platform.embedded.geti",
        List.of(
            "platform",
            "platform.format",
            "platform.geti.format",
            "platform.local",
            "platform.embedded",
            "annotation",
            "image",
            "video"));
    table.put("serving", List.of("platform", "annotation", "image", "model", "model.head"));
    table.put("run", List.of());
    table.put("source", List.of("platform", "run", "image", "video", "predict"));
    table.put("publish", List.of("platform", "run", "annotation"));
    table.put("export", List.of("annotation", "coco", "platform.format"));
    table.put(
        "demo", List.of("annotation", "drawing", "platform", "platform.format", "platform.local"));
    table.put(
        "stage",
        List.of(
            "platform",
            "run",
            "source",
            "publish",
            "export",
            "annotation",
            "image",
            "video",
            "drawing",
            "model",
            "model.onnx",
            "serving",
            "predict",
            "sql",
            "track"));
    table.put(
        "deploy",
        List.of(
            "platform",
            "platform.format",
            "platform.supervisely",
            "platform.geti",
            "serving",
            "sql",
            "stage",
            "image",
            "model",
            "model.head",
            "model.onnx"));
    table.put(
        "client",
        List.of(
            "annotation",
            "image",
            "video",
            "model",
            "model.onnx",
            "predict",
            "platform",
            "platform.format",
            "serving",
            "run",
            "source",
            "publish",
            "drawing",
            "stage",
            "track",
            "deploy"));
    return table;
  }

  static Stream<Arguments> packages() {
    return table().entrySet().stream().map(each -> arguments(each.getKey(), each.getValue()));
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageUsesOnlyThoseThatTheTableAllows(String name, List<String> mayUse) {
    String[] allowed =
        Stream.concat(Stream.of(name), mayUse.stream())
            .map(each -> ROOT + each)
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(ROOT + name)
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.describe(
                "are allowed by the table",
                (JavaClass each) ->
                    !each.getPackageName().startsWith(ROOT)
                        || Arrays.asList(allowed).contains(each.getPackageName())))
        .because("design.md's table lets %s use %s".formatted(name, mayUse))
        .check(classes);
  }

  @Test
  void everyPackageIsInTheTable() {
    List<String> known =
        Stream.concat(
                table().keySet().stream(),
                Stream.of(
                    "cli",
                    "annotation",
                    "image",
                    "video",
                    "track",
                    "coco",
                    "drawing",
                    "model",
                    "predict",
                    "sql"))
            .toList();
    assertThat(
            classes.stream()
                .map(each -> each.getPackageName().substring(ROOT.length()))
                .map(each -> each.startsWith("model.") ? "model" : each)
                .distinct())
        .allMatch(known::contains);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("dev.relabel.(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void onlySqlStagesAndTheTwoWaysInKnowSpark() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "sql", ROOT + "stage", ROOT + "client", ROOT + "cli")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark..", "scala..")
        .because("engines plug in from outside")
        .check(classes);
  }

  @Test
  void nobodyUsesScalaOrWhatSparkKeepsToItself() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "scala.collection..",
            "org.apache.spark.sql.connector..",
            "org.apache.spark.sql.classic..",
            "org.apache.spark.sql.internal..",
            "org.apache.spark.sql.catalyst..")
        .because("one jar runs on several Spark and Scala versions")
        .check(classes);
  }

  @Test
  void mergingIsPure() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "publish")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "com.fasterxml..",
            "org.eclipse.jetty..",
            "org.apache.hadoop..",
            "java.net..",
            "java.nio.file..")
        .because("publish knows no HTTP, no JSON and no files")
        .check(classes);
  }

  @Test
  void onlyClientsAndServersKnowHttp() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + "platform.http",
            ROOT + "platform.supervisely",
            ROOT + "platform.geti",
            ROOT + "platform.embedded",
            ROOT + "platform.embedded.geti")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.eclipse.jetty..", "java.net.http..")
        .check(classes);
  }

  @Test
  void onlyOneClassReadsTheEnvironment() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + "deploy.Environment")
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .because("what surrounds the process is read once and passed on as a value")
        .check(classes);
  }

  @Test
  void everyPackageSaysWhatItOwnsAndIsNullMarked() {
    List<String> unmarked =
        classes.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(each -> !isNullMarked(each))
            .map(JavaPackage::getName)
            .sorted()
            .toList();
    assertThat(unmarked).as("packages without a @NullMarked package-info.java").isEmpty();
  }

  private static boolean isNullMarked(JavaPackage each) {
    return each.tryGetPackageInfo()
        .map(info -> info.isAnnotatedWith(NullMarked.class))
        .orElse(false);
  }
}
