package io.pushpop.ipc;

import java.nio.file.Path;

/** A ring file cannot be had for a reason that lies outside its content. Nothing was changed. */
public final class FileRefusedException extends QueueFileException {
  private static final long serialVersionUID = 1L;

  /** Why a file was refused. */
  public enum Reason {
    /** There is no such file, or no such folder. */
    MISSING,
    /** A new file was asked for, and there is one of that name. */
    EXISTS,
    /** Another process has been making a file of that name for longer than one waits. */
    BEING_CREATED,
    /** A symbolic link, a folder, a pipe, a device or a socket. */
    NOT_A_REGULAR_FILE,
    /** This user may not read and write it, or may not make files in its folder. */
    NO_PERMISSION,
    /** It lies on a read-only file system. */
    READ_ONLY,
    /** The path leads to another file than before. */
    REPLACED,
    /** This process cannot take part in the kind of locks that the file's creator chose. */
    NO_LOCKS
  }

  private final Reason reason;

  FileRefusedException(Reason reason, Path path, String message, Throwable cause) {
    super(path, message, cause);
    this.reason = reason;
  }

  /**
   * Why the file was refused.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }
}
