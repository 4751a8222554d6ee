package io.pushpop.ipc;

/** How the ends of a ring file are locked. The creator chooses, the header tells everybody else. */
enum LockKind {
  /** Open-file-description locks on bytes of the ring file: {@link DescriptionLocks}. */
  OPEN_FILE_DESCRIPTION(1),
  /** {@link java.nio.channels.FileLock} on lock files next to the ring file: {@link LockFiles}. */
  LOCK_FILES(2);

  private final int number;

  LockKind(int number) {
    this.number = number;
  }

  /** What stands in the header. */
  int number() {
    return number;
  }

  /** The kind with that number, or null if there is none. */
  static LockKind of(int number) {
    for (LockKind kind : values()) {
      if (kind.number == number) {
        return kind;
      }
    }
    return null;
  }
}
