package dev.relabel.platform.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Keeps a project for one writer: a directory that is served alone and one that holds it give the
 * same image different IDs, and would overwrite each other's annotations.
 */
final class ProjectLock implements AutoCloseable {
  private final FileChannel channel;

  private ProjectLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes a project.
   *
   * @return empty where the project's directory cannot be written, by others neither
   * @throws LocalProjectException if another process or object has it
   */
  static Optional<ProjectLock> take(Path project) throws IOException {
    Path file = project.resolve(LocalProjects.HIDDEN).resolve("lock");
    FileChannel channel;
    try {
      DurableFiles.makeDirectories(project.resolve(LocalProjects.HIDDEN));
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (AccessDeniedException | ReadOnlyFileSystemException e) {
      return Optional.empty();
    }
    try {
      if (channel.tryLock() != null) {
        return Optional.of(new ProjectLock(channel));
      }
    } catch (OverlappingFileLockException e) {
      // Held by another object of this process.
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new LocalProjectException(
        "%s is in use: another process serves this project. Stop it, or use its address."
            .formatted(project),
        null);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
