package io.pushpop.ipc;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * What a new ring file shall be like, and which schema an existing one must have; beyond that an
 * existing one may be as it is. Immutable; each method that changes something returns a changed
 * copy.
 */
public final class FileOptions {
  private static final FileOptions DEFAULTS =
      new FileOptions(PosixFilePermissions.fromString("rw-------"), false, null);

  private final Set<PosixFilePermission> mode;
  private final boolean lockFiles;

  /** Null if no schema was named. */
  private final String schema;

  private FileOptions(Set<PosixFilePermission> mode, boolean lockFiles, String schema) {
    this.mode = Collections.unmodifiableSet(EnumSet.copyOf(mode));
    this.lockFiles = lockFiles;
    this.schema = schema;
  }

  /**
   * The defaults: mode 0600, open-file-description locks where they are to be had, no schema.
   *
   * @return the defaults
   */
  public static FileOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Gives the new file this mode, whatever the umask says. Whoever may write the file can break the
   * queue and crash both sides (by cutting the file short), so be sparing.
   *
   * @param mode permissions; the owner must be able to read and write
   * @return the changed options
   * @throws IllegalArgumentException if the owner could not read and write
   */
  public FileOptions withMode(Set<PosixFilePermission> mode) {
    if (!mode.contains(PosixFilePermission.OWNER_READ)
        || !mode.contains(PosixFilePermission.OWNER_WRITE)) {
      throw new IllegalArgumentException(
          "the owner of a ring file must be able to read and write it: mode="
              + PosixFilePermissions.toString(mode)
              + "; take rw------- or more");
    }
    return new FileOptions(mode, lockFiles, schema);
  }

  /**
   * Locks the ends through two lock files next to the ring file, named like it with {@code
   * .push.lock} and {@code .pop.lock} appended, instead of through open-file-description locks. For
   * rings of which one side cannot have the latter: not on Linux, or a JVM without JNA or native
   * access. The lock files must never be deleted while the ring file lives, and no code in a
   * process that holds an end may open and close them: POSIX then drops its locks.
   *
   * @return the changed options
   */
  public FileOptions withLockFiles() {
    return new FileOptions(mode, true, schema);
  }

  /**
   * Names what the elements mean: a new file carries the name, and one that carries another, or
   * none, is not opened. The name may well tell a version, such as {@code itch-sbe 3}: it is
   * compared as a whole.
   *
   * @param name 1 to 63 bytes in UTF-8, without control characters
   * @return the changed options
   * @throws IllegalArgumentException if it is another kind of name
   */
  public FileOptions withSchema(String name) {
    SchemaTag.encode(Objects.requireNonNull(name, "name"));
    return new FileOptions(mode, lockFiles, name);
  }

  /**
   * The mode of a new file.
   *
   * @return unmodifiable permissions
   */
  public Set<PosixFilePermission> mode() {
    return mode;
  }

  /**
   * Whether lock files were asked for.
   *
   * @return true after {@link #withLockFiles()}
   */
  public boolean lockFiles() {
    return lockFiles;
  }

  /**
   * The schema that was named.
   *
   * @return the name, or null if none was: then a new file carries none, and an existing one may
   *     carry any
   */
  public String schema() {
    return schema;
  }
}
