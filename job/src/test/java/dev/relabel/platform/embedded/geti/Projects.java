package dev.relabel.platform.embedded.geti;

import dev.relabel.platform.local.ProjectFixture;
import dev.relabel.testing.ProjectFolder;
import java.nio.file.Path;

/** Local projects to be served: images of 80 × 60 pixels in a dataset {@code ds}. */
final class Projects {
  static final int WIDTH = 80;
  static final int HEIGHT = 60;

  private Projects() {}

  /** Classes of this shape, and images {@code a.png} and so on without labels. */
  static ProjectFolder of(Path directory, String shape, String... images) {
    return withMeta(
        directory,
        "{'classes':[{'title':'bolt','shape':'%s','color':'#0015ff'},".formatted(shape)
            + "{'title':'nut','shape':'%s','color':'#ff0000'}],'tags':[]}".formatted(shape),
        images);
  }

  static ProjectFolder withMeta(Path directory, String meta, String... images) {
    ProjectFolder folder = ProjectFolder.in(directory).meta(ProjectFixture.json(meta));
    for (String each : images) {
      folder.image("ds", each + ".png", ProjectFixture.png(WIDTH, HEIGHT));
    }
    return folder;
  }

  /** Tags of images only. */
  static ProjectFolder ofTags(Path directory, String... images) {
    return withMeta(
        directory,
        "{'classes':[],'tags':[{'name':'night','value_type':'any_number','color':'#000000'},"
            + "{'name':'rain','value_type':'none','color':'#0000ff'},"
            + "{'name':'scene','value_type':'any_string','color':'#00ff00'}]}",
        images);
  }

  /** The annotation of an image in the form of files. */
  static String annotation(String objects) {
    return ProjectFixture.json(
        "{'description':'','size':{'height':60,'width':80},'tags':[],'objects':[%s]}"
            .formatted(objects));
  }

  /** A box of a class in the form of files: corners are pixels. */
  static String box(String title, int left, int top, int right, int bottom) {
    return ("{'classTitle':'%s','geometryType':'rectangle','tags':[],'mystery':7,"
            + "'points':{'exterior':[[%s,%s],[%s,%s]],'interior':[]}}")
        .formatted(title, left, top, right, bottom);
  }
}
