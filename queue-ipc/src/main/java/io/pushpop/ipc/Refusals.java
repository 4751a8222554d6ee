package io.pushpop.ipc;

import io.pushpop.ipc.FileRefusedException.Reason;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Turns what the file system says into refusals that name the path and what to do. */
final class Refusals {
  private Refusals() {}

  /**
   * The identity of a regular file (device and inode). Looks at what the path itself names, and
   * opens nothing: to open a pipe or a device can block or have effects.
   *
   * @param action what is being tried, for the message
   * @param path absolute path
   * @return the identity, to be compared with equals
   * @throws QueueFileException if there is no regular file
   */
  static Object regularFileKey(String action, Path path) throws QueueFileException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw translate(action, path, e);
    }
    requireRegular(action, path, attributes);
    return attributes.fileKey();
  }

  /** Refuses what is not a regular file. */
  static void requireRegular(String action, Path path, BasicFileAttributes attributes)
      throws FileRefusedException {
    if (!attributes.isRegularFile()) {
      throw new FileRefusedException(
          Reason.NOT_A_REGULAR_FILE,
          path,
          "cannot "
              + action
              + " "
              + path
              + ": expected=a regular file, found="
              + kind(path, attributes)
              + "; give the path of the ring file itself",
          null);
    }
  }

  /**
   * Refuses a path that no longer leads to the file that it led to.
   *
   * @param action what is being tried, for the message
   * @param path absolute path
   * @param fileKey the file that it must lead to
   * @throws QueueFileException if it leads to another file, or to none
   */
  static void requireSameFile(String action, Path path, Object fileKey) throws QueueFileException {
    if (!regularFileKey(action, path).equals(fileKey)) {
      throw replaced(action, path);
    }
  }

  /** The refusal of a path that leads to another file than before. */
  static FileRefusedException replaced(String action, Path path) {
    return new FileRefusedException(
        Reason.REPLACED,
        path,
        "cannot "
            + action
            + " "
            + path
            + ": expected=the file that was opened, found=another file of that name; it has been"
            + " replaced: close this handle and open the path anew",
        null);
  }

  /** The refusal of a new file where there is something already. */
  static FileRefusedException exists(Path path, Throwable cause) {
    String found = "a file";
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      found = attributes.isRegularFile() ? "a regular file" : kind(path, attributes);
    } catch (IOException e) {
      // It went away meanwhile: the refusal stands, only its text is poorer.
      if (cause != null) {
        cause.addSuppressed(e);
      }
    }
    return new FileRefusedException(
        Reason.EXISTS,
        path,
        "cannot create "
            + path
            + ": expected=nothing of that name, found="
            + found
            + "; open it, or remove it once nobody uses it, or take another path",
        cause);
  }

  /**
   * The refusal for what the file system answered.
   *
   * @param action what was tried
   * @param path the ring file, or the lock file, that it was tried on
   * @param e what came back
   * @return the refusal; e itself if it is one already
   */
  static QueueFileException translate(String action, Path path, IOException e) {
    String what = "cannot " + action + " " + path + ": ";
    if (e instanceof QueueFileException refusal) {
      return refusal;
    }
    if (e instanceof NoSuchFileException) {
      Path folder = path.getParent();
      return folder == null || Files.isDirectory(folder)
          ? new FileRefusedException(
              Reason.MISSING,
              path,
              what + "there is no such file; create it, or correct the path",
              e)
          : new FileRefusedException(
              Reason.MISSING,
              path,
              what + "there is no folder " + folder + "; make it, or correct the path",
              e);
    }
    if (e instanceof FileAlreadyExistsException) {
      return exists(path, e);
    }
    if (e instanceof AccessDeniedException) {
      return new FileRefusedException(
          Reason.NO_PERMISSION,
          path,
          what
              + "this user may not read and write there; run as the owner, or widen the mode of the"
              + " file or its folder",
          e);
    }
    if (e instanceof ClosedByInterruptException) {
      return new QueueFileException(
          path, what + "the thread was interrupted; clear the interrupt and try again", e);
    }
    if (isReadOnly(path, e)) {
      return new FileRefusedException(
          Reason.READ_ONLY,
          path,
          what
              + "its file system is read-only; both ends of a ring write to it: take another folder",
          e);
    }
    String said =
        e instanceof FileSystemException refused && refused.getReason() != null
            ? refused.getReason()
            : String.valueOf(e.getMessage());
    return new QueueFileException(
        path, what + "the operating system says: " + said + "; correct that and try again", e);
  }

  private static String kind(Path path, BasicFileAttributes attributes) {
    if (attributes.isSymbolicLink()) {
      return Files.exists(path) ? "a symbolic link" : "a symbolic link that leads nowhere";
    }
    return attributes.isDirectory() ? "a folder" : "a pipe, socket or device";
  }

  private static boolean isReadOnly(Path path, IOException refusal) {
    try {
      return Files.getFileStore(Files.exists(path) ? path : path.getParent()).isReadOnly();
    } catch (IOException e) {
      // Asked in order to word a refusal that is given in any case.
      refusal.addSuppressed(e);
      return false;
    }
  }
}
