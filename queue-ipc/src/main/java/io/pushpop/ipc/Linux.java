package io.pushpop.ipc;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import org.agrona.BufferUtil;

/**
 * The Linux system calls that Java has no word for, by JNA direct mapping. Nothing else touches
 * JNA, and nothing here is called by a push or a pop that wakes nobody.
 *
 * <p>Thread-safe. Ask {@link #missing()} before anything else.
 */
final class Linux {
  private static final int O_RDONLY = 0;
  private static final int O_RDWR = 2;
  private static final int O_CLOEXEC = 0x80000;

  private static final int F_OFD_GETLK = 36;
  private static final int F_OFD_SETLK = 37;
  private static final short F_WRLCK = 1;
  private static final short F_UNLCK = 2;

  /** {@code struct flock} where long and pointers have 64 bits. */
  private static final int FLOCK_LENGTH = 32;

  private static final int FLOCK_TYPE_OFFSET = 0;
  private static final int FLOCK_START_OFFSET = 8;
  private static final int FLOCK_LENGTH_OFFSET = 16;

  private static final int EBADF = 9;
  private static final int EAGAIN = 11;
  private static final int EACCES = 13;
  private static final int EFAULT = 14;
  private static final int EINVAL = 22;
  private static final int ENOSPC = 28;
  private static final int EOPNOTSUPP = 95;

  private static final int MADV_POPULATE_WRITE = 23;
  private static final int FALLOC_FL_KEEP_SIZE = 1;

  private static final long FUTEX = futexNumber();
  private static final int FUTEX_WAIT = 0;
  private static final int FUTEX_WAKE = 1;
  private static final int ALL_SLEEPERS = Integer.MAX_VALUE;

  /** Since Linux 5.16, of the same number everywhere. */
  private static final long FUTEX_WAITV = 449;

  private static final int FUTEX2_SIZE_U32 = 2;
  private static final int CLOCK_MONOTONIC = 1;

  /** {@code struct futex_waitv}. */
  static final int FUTEX_WAITV_LENGTH = 24;

  private static final int WAITV_VALUE_OFFSET = 0;
  private static final int WAITV_ADDRESS_OFFSET = 8;
  private static final int WAITV_FLAGS_OFFSET = 16;

  private static final String MISSING = register();

  /** Argument of every fcntl call; guarded by the class. */
  private static final ByteBuffer FLOCK =
      ByteBuffer.allocateDirect(FLOCK_LENGTH).order(ByteOrder.nativeOrder());

  private static final String FUTEX_MISSING = tryFutex();
  private static final String FUTEX_WAITV_MISSING = tryFutexWaitv();

  /** What came of an attempt to have all pages of a file. */
  enum PageResult {
    /** All are there. */
    PRESENT,
    /** The file system has no room for some of them. */
    NO_SPACE,
    /** The kernel or the file system does not know this call. */
    UNKNOWN
  }

  private Linux() {}

  /** Why these calls are not to be had in this process; null if they are. */
  static String missing() {
    return MISSING;
  }

  /**
   * Opens a file for reading and writing, on a descriptor of its own that no child inherits.
   *
   * @param action what is being tried, for messages
   * @param fileKey the file that the path must lead to
   * @throws QueueFileException if the path leads elsewhere
   * @throws IOException if the kernel refuses
   */
  static int openDescriptor(String action, Path path, Object fileKey) throws IOException {
    return openDescriptor(action, path, fileKey, O_RDWR);
  }

  /**
   * Opens a file for reading, as {@link #openDescriptor} does. No lock can be taken through it, but
   * be asked for.
   */
  static int openDescriptorToRead(String action, Path path, Object fileKey) throws IOException {
    return openDescriptor(action, path, fileKey, O_RDONLY);
  }

  private static int openDescriptor(String action, Path path, Object fileKey, int access)
      throws IOException {
    Refusals.requireSameFile(action, path, fileKey);
    // The charset that the JDK itself encodes paths with; it offers no other way to the bytes.
    byte[] bytes =
        path.toString().getBytes(Charset.forName(System.getProperty("sun.jnu.encoding")));
    int descriptor =
        open(Arrays.copyOf(bytes, bytes.length + 1), access | O_CLOEXEC | noFollowFlag());
    if (descriptor < 0) {
      throw new IOException("open failed: errno=" + Native.getLastError());
    }
    boolean same = false;
    try {
      same = fileKey(descriptor).equals(fileKey);
    } finally {
      if (!same) {
        closeDescriptor(descriptor);
      }
    }
    if (!same) {
      throw Refusals.replaced(action, path);
    }
    return descriptor;
  }

  /** Closes a descriptor, and with it drops the locks taken through it. */
  static void closeDescriptor(int descriptor) {
    // Whatever else it answers, the kernel has freed the descriptor.
    if (close(descriptor) != 0 && Native.getLastError() == EBADF) {
      throw new IllegalStateException(
          "descriptor="
              + descriptor
              + " was closed by somebody else, and the lock that it carried is gone; find out who"
              + " closes descriptors that are not its own");
    }
  }

  /**
   * Takes an open-file-description lock on one byte, without waiting.
   *
   * @return false if another descriptor has it, of whatever process
   * @throws LocksUnavailableException if the file or the kernel has no such locks
   */
  static synchronized boolean tryLock(int descriptor, long offset) throws IOException {
    describeByte(offset);
    if (fcntl(descriptor, F_OFD_SETLK, FLOCK) == 0) {
      return true;
    }
    int errno = Native.getLastError();
    if (errno == EAGAIN || errno == EACCES) {
      return false;
    }
    throw unavailable("F_OFD_SETLK", errno);
  }

  /**
   * Whether another descriptor than this one has a byte locked. Takes nothing, so it never stands
   * in the way of a taker.
   *
   * @throws LocksUnavailableException if the file or the kernel has no such locks
   */
  static synchronized boolean isLocked(int descriptor, long offset) throws IOException {
    describeByte(offset);
    if (fcntl(descriptor, F_OFD_GETLK, FLOCK) != 0) {
      throw unavailable("F_OFD_GETLK", Native.getLastError());
    }
    return FLOCK.getShort(FLOCK_TYPE_OFFSET) != F_UNLCK;
  }

  /** Makes every page of a mapping present and writable, and changes no byte. */
  static PageResult populate(long address, long length) throws IOException {
    if (madvise(address, length, MADV_POPULATE_WRITE) == 0) {
      return PageResult.PRESENT;
    }
    int errno = Native.getLastError();
    return switch (errno) {
      case EINVAL -> PageResult.UNKNOWN;
      // The kernel says so where touching the page would have been a SIGBUS.
      case EFAULT, ENOSPC -> PageResult.NO_SPACE;
      default -> throw new IOException("madvise MADV_POPULATE_WRITE failed: errno=" + errno);
    };
  }

  /** Allocates what a file has not yet of its first bytes, and changes neither byte nor length. */
  static PageResult allocate(int descriptor, long length) throws IOException {
    if (fallocate(descriptor, FALLOC_FL_KEEP_SIZE, 0, length) == 0) {
      return PageResult.PRESENT;
    }
    int errno = Native.getLastError();
    return switch (errno) {
      case EOPNOTSUPP -> PageResult.UNKNOWN;
      case ENOSPC -> PageResult.NO_SPACE;
      default -> throw new IOException("fallocate failed: errno=" + errno);
    };
  }

  /** Why there is no futex in this process; null if there is one. */
  static String futexMissing() {
    return FUTEX_MISSING;
  }

  /**
   * Sleeps while a word of shared memory holds a value. May end early, for any reason or none.
   *
   * @param address of the word, an int that is mapped from a file
   * @param value that it must hold
   * @param timeout address of a {@code struct timespec}, how long at the most
   */
  static void futexWait(long address, int value, long timeout) {
    syscall(FUTEX, address, FUTEX_WAIT, value, timeout);
  }

  /** Wakes whoever sleeps on a word of shared memory, in whatever process. */
  static void futexWake(long address) {
    syscall(FUTEX, address, FUTEX_WAKE, ALL_SLEEPERS, 0);
  }

  /** Why there is no sleep on many words in this process; null if there is one. */
  static String futexWaitvMissing() {
    return FUTEX_WAITV_MISSING;
  }

  /**
   * Describes a word to sleep on.
   *
   * @param waiters array of {@code struct futex_waitv}, in the byte order of the machine
   * @param index of the one for this word
   * @param address of the word, an int
   * @param value that it must hold
   */
  static void describeWaiter(ByteBuffer waiters, int index, long address, int value) {
    int waiter = index * FUTEX_WAITV_LENGTH;
    waiters.putLong(waiter + WAITV_VALUE_OFFSET, value);
    waiters.putLong(waiter + WAITV_ADDRESS_OFFSET, address);
    waiters.putLong(waiter + WAITV_FLAGS_OFFSET, FUTEX2_SIZE_U32);
  }

  /**
   * Sleeps while many words hold a value each. May end early, for any reason or none.
   *
   * @param waiters address of an array that {@link #describeWaiter} has filled
   * @param count how many of them
   * @param until address of a {@code struct timespec}, the {@link #monotonicTime} at which the
   *     sleep ends; 0 for no end
   */
  static void futexWaitv(long waiters, int count, long until) {
    syscall(FUTEX_WAITV, waiters, count, 0, until, CLOCK_MONOTONIC);
  }

  /**
   * Asks for the time that {@link #futexWaitv} goes by.
   *
   * @param timespec address of a {@code struct timespec} to put it into
   */
  static void monotonicTime(long timespec) {
    if (clock_gettime(CLOCK_MONOTONIC, timespec) != 0) {
      throw new IllegalStateException(
          "clock_gettime CLOCK_MONOTONIC failed: errno=" + Native.getLastError());
    }
  }

  private static void describeByte(long offset) {
    FLOCK.putLong(0, 0).putLong(FLOCK_LENGTH - Long.BYTES, 0);
    FLOCK.putShort(FLOCK_TYPE_OFFSET, F_WRLCK);
    FLOCK.putLong(FLOCK_START_OFFSET, offset);
    FLOCK.putLong(FLOCK_LENGTH_OFFSET, 1);
  }

  /** Identity of the file that a descriptor is open on, comparable with Java's file keys. */
  private static Object fileKey(int descriptor) throws IOException {
    return Files.readAttributes(Path.of("/proc/self/fd/" + descriptor), BasicFileAttributes.class)
        .fileKey();
  }

  private static LocksUnavailableException unavailable(String command, int errno) {
    return new LocksUnavailableException("fcntl " + command + " failed: errno=" + errno);
  }

  private static String register() {
    if (!"Linux".equals(System.getProperty("os.name"))) {
      return "this is " + System.getProperty("os.name") + ", not Linux";
    }
    if (noFollowFlag() == 0) {
      return "system call numbers for os.arch=" + System.getProperty("os.arch") + " are not known";
    }
    try {
      Native.register(Linux.class, Platform.C_LIBRARY_NAME);
      return null;
    } catch (LinkageError e) {
      // Also what a JVM without native access comes to: JNA fails in its static initialiser.
      return "JNA cannot be used: " + e;
    }
  }

  /** Sandboxes may refuse the call, and a sleeper would spin on it for ever. */
  private static String tryFutex() {
    if (MISSING != null) {
      return MISSING;
    }
    if (FUTEX == 0) {
      return "the number of futex for os.arch=" + System.getProperty("os.arch") + " is not known";
    }
    ByteBuffer word = ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());
    syscall(FUTEX, BufferUtil.address(word), FUTEX_WAIT, 1, 0);
    int errno = Native.getLastError();
    return errno == EAGAIN ? null : "futex failed: errno=" + errno;
  }

  private static String tryFutexWaitv() {
    if (FUTEX_MISSING != null) {
      return FUTEX_MISSING;
    }
    // The word is the flags, which are not 0.
    ByteBuffer waiter =
        ByteBuffer.allocateDirect(FUTEX_WAITV_LENGTH).order(ByteOrder.nativeOrder());
    long address = BufferUtil.address(waiter);
    describeWaiter(waiter, 0, address + WAITV_FLAGS_OFFSET, 0);
    futexWaitv(address, 1, 0);
    int errno = Native.getLastError();
    return errno == EAGAIN ? null : "futex_waitv failed: errno=" + errno;
  }

  private static long futexNumber() {
    return switch (System.getProperty("os.arch")) {
      case "amd64" -> 202;
      case "aarch64", "riscv64" -> 98;
      default -> 0;
    };
  }

  /** O_NOFOLLOW, one of the few flags that differ; 0 where not known. */
  private static int noFollowFlag() {
    return switch (System.getProperty("os.arch")) {
      case "amd64", "riscv64" -> 0x20000;
      case "aarch64" -> 0x8000;
      default -> 0;
    };
  }

  private static native int open(byte[] path, int flags);

  private static native int close(int descriptor);

  private static native int fcntl(int descriptor, int command, ByteBuffer lock);

  private static native long syscall(
      long number, long address, long operation, long value, long timeout);

  private static native long syscall(
      long number, long waiters, long count, long flags, long until, long clock);

  private static native int clock_gettime(int clock, long timespec);

  private static native int madvise(long address, long length, int advice);

  private static native int fallocate(int descriptor, int mode, long offset, long length);
}
