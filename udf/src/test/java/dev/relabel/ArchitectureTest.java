package dev.relabel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The udf part of the design's package table, and the habits that the whole module keeps. */
class ArchitectureTest {
  private static final String ROOT = "dev.relabel";

  /** Which packages of ours each package may use. A new package has to be entered here. */
  private static final Map<String, List<String>> MAY_USE =
      Map.of(
          "annotation", List.of(),
          "image", List.of("annotation"),
          "video", List.of("annotation", "image"),
          "track", List.of("annotation"),
          "coco", List.of("annotation"),
          "drawing", List.of("annotation"),
          "model", List.of("annotation", "image"),
          "predict", List.of("annotation", "image", "model"),
          "sql", List.of("annotation", "image", "coco", "drawing", "model", "predict"));

  /** Packages that run under a plain main, without Spark, network or platform. */
  private static final String[] CORE = {
    ROOT + ".annotation..",
    ROOT + ".image..",
    ROOT + ".video..",
    ROOT + ".track..",
    ROOT + ".coco..",
    ROOT + ".drawing..",
    ROOT + ".model..",
    ROOT + ".predict.."
  };

  private static JavaClasses classes = new ClassFileImporter().importClasses(List.of());

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
  }

  static Stream<String> packages() {
    return MAY_USE.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageUsesOnlyThoseThatTheTableAllows(String name) {
    Set<String> forbidden = new TreeSet<>(MAY_USE.keySet());
    forbidden.remove(name);
    forbidden.removeAll(MAY_USE.getOrDefault(name, List.of()));
    String[] packages =
        forbidden.stream().map(each -> ROOT + "." + each + "..").toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + "." + name + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .because("design.md's table lets %s use %s only".formatted(name, MAY_USE.get(name)))
        .check(classes);
  }

  @Test
  void everyPackageIsInTheTable() {
    assertThat(classes).isNotEmpty();
    classes()
        .should()
        .resideInAnyPackage(packages().map(each -> ROOT + "." + each + "..").toArray(String[]::new))
        .because("a package has a place in the design's table")
        .check(classes);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void annotationUsesNothingButTheJdk() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".annotation..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + ".annotation..", "java.lang..", "java.util..", "org.jspecify.annotations..")
        .because("values are pure: no input, no output, no library")
        .check(classes);
  }

  @Test
  void theCoreKnowsNoSparkNoNetworkAndNoFileSystemOfACluster() {
    noClasses()
        .that()
        .resideInAnyPackage(CORE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.spark..",
            "org.apache.hadoop..",
            "scala..",
            "java.net.http..",
            "javax.net..",
            "com.sun.net.httpserver..",
            "org.eclipse.jetty..",
            "okhttp3..",
            "org.apache.http..",
            "org.apache.hc..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.net.URLConnection")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.net.HttpURLConnection")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.net.Socket")
        .because("the core runs where there is no Spark, and bytes are brought to it")
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
  void nothingReadsTheEnvironment() {
    noClasses()
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .because("settings are parsed once, in cli, and passed on as values")
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
