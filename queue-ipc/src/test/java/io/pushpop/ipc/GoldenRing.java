package io.pushpop.ipc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.pushpop.queue.ElementScan;
import io.pushpop.queue.End;
import io.pushpop.queue.RingLayout;
import io.pushpop.queue.RingView.Counters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A ring file that is kept, for whoever writes a client to try it on: {@code NAME.xxd} holds its
 * bytes, as {@code xxd} prints them, rows of zeros left out; {@code NAME.txt} says what is in it.
 *
 * @param name of both
 * @param about what is to be learned from it
 * @param scenario makes it
 */
record GoldenRing(String name, String about, Scenario scenario) {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  // Instead of what is different whenever, or wherever, a file is made.
  private static final long PID = 4711;

  private static final long START_TIME = 1_600_000_000_000L;
  private static final int ROW_LENGTH = 16;
  private static final int MAX_LENGTH = 1 << 16;

  /** The life of a ring up to the moment at which its bytes are kept. */
  interface Scenario {
    /**
     * Lives it.
     *
     * @param path of a file that is not there yet
     * @return the bytes of the file
     */
    byte[] live(Path path) throws IOException;
  }

  /** Where all are kept. */
  static Path folder() {
    return FOLDER;
  }

  /** Makes the ring anew. */
  byte[] make(Path folder) throws IOException {
    byte[] file = scenario.live(folder.resolve(name));
    ByteBuffer fields = ByteBuffer.wrap(file).order(ByteOrder.nativeOrder());
    for (End end : End.values()) {
      int record = FileLayout.recordOffset(end);
      if (fields.getLong(record + FileLayout.STATE_OFFSET) != 0) {
        fields.putLong(record + FileLayout.PID_OFFSET, PID);
        fields.putLong(record + FileLayout.START_TIME_OFFSET, START_TIME);
        fields.putInt(record + FileLayout.PARKING_OFFSET, Parking.FUTEX.number());
      }
    }
    return file;
  }

  /** The bytes that are kept. */
  byte[] kept() throws IOException {
    ByteBuffer file = ByteBuffer.allocate(MAX_LENGTH).order(ByteOrder.nativeOrder());
    for (String row : Files.readAllLines(FOLDER.resolve(name + ".xxd"))) {
      int colon = row.indexOf(':');
      String bytes = row.substring(colon + 1, row.indexOf("  ")).replace(" ", "");
      file.put(HexFormat.fromHexDigits(row, 0, colon), HexFormat.of().parseHex(bytes));
    }
    return Arrays.copyOf(file.array(), (int) file.getLong(FileLayout.FILE_LENGTH_OFFSET));
  }

  /** What is said to be in it, but for the first line, which says what it is about. */
  String keptDescription() throws IOException {
    return Files.readAllLines(FOLDER.resolve(name + ".txt")).stream()
        .skip(1)
        .collect(Collectors.joining("\n"));
  }

  /** Puts a copy into a folder, with its lock files if it has some. */
  Path copyTo(Path folder) throws IOException {
    Path copy = Files.write(folder.resolve(name), kept());
    if (lockKind(copy) == LockKind.LOCK_FILES) {
      for (End end : End.values()) {
        Files.write(LockFiles.path(copy, end), new byte[0]);
      }
    }
    return copy;
  }

  /** Keeps this ring as it is made now. */
  void keep(Path scratch) throws IOException {
    Files.writeString(FOLDER.resolve(name + ".xxd"), xxd(make(scratch)));
    String description = describe(copyTo(Files.createDirectory(scratch.resolve("copy-" + name))));
    Files.writeString(FOLDER.resolve(name + ".txt"), "# " + about + "\n" + description + "\n");
  }

  /** What is in a ring file. */
  static String describe(Path path) throws IOException {
    try (QueueFileView view = QueueFileView.open(path)) {
      Counters counters = view.ring().counters();
      StringBuilder text = new StringBuilder();
      text.append(view.geometry().toString().replace(",", ""))
          .append(" lockKind=")
          .append(lockKind(path).number())
          .append(view.schema() == null ? "" : " schema=" + view.schema())
          .append("\nhead=")
          .append(counters.head())
          .append(" tail=")
          .append(counters.tail())
          .append(describeWords(path));
      for (End end : End.values()) {
        EndStatus status = view.status(end);
        text.append("\n" + end + "=" + status.state() + " generation=" + status.generation());
      }
      ElementScan scan = view.ring().scan();
      while (scan.next()) {
        byte[] bytes = Arrays.copyOf(scan.bytes(), scan.length());
        if (scan.lostBefore() > 0) {
          text.append("\nlost=").append(scan.lostBefore());
        }
        text.append("\nposition=")
            .append(scan.position())
            .append(scan.isStamped() ? " stamped " : " unstamped ")
            .append(describe(bytes));
      }
      return text.toString();
    }
  }

  /** The words of the user's and the marks, if there are some. */
  private static String describeWords(Path path) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.nativeOrder());
    long[] words =
        IntStream.of(
                FileLayout.PUSH_USER_WORD_OFFSET,
                FileLayout.POP_USER_WORD_OFFSET,
                FileLayout.FIRST_MARK_OFFSET + RingLayout.MARK_OFFSET,
                FileLayout.FIRST_MARK_OFFSET + RingLayout.MARK_POSITION_OFFSET,
                FileLayout.SECOND_MARK_OFFSET + RingLayout.MARK_OFFSET,
                FileLayout.SECOND_MARK_OFFSET + RingLayout.MARK_POSITION_OFFSET)
            .mapToLong(file::getLong)
            .toArray();
    return LongStream.of(words).allMatch(word -> word == 0)
        ? ""
        : "\nuser words=%d %d\nmarks=%d at %d, %d at %d"
            .formatted(LongStream.of(words).boxed().toArray());
  }

  /** An element in words. */
  static String describe(byte[] element) {
    return "length=" + element.length + " bytes=" + HexFormat.of().formatHex(element);
  }

  @Override
  public String toString() {
    return name;
  }

  private static LockKind lockKind(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      return FileHeader.read(path, channel).lockKind();
    }
  }

  private static String xxd(byte[] file) {
    StringBuilder text = new StringBuilder();
    for (int offset = 0; offset < file.length; offset += ROW_LENGTH) {
      byte[] row = Arrays.copyOfRange(file, offset, offset + ROW_LENGTH);
      if (!Arrays.equals(row, new byte[ROW_LENGTH])) {
        String hex = HexFormat.of().formatHex(row).replaceAll("(....)(?=.)", "$1 ");
        String ascii = new String(row, US_ASCII).replaceAll("[^ -~]", ".");
        text.append(HexFormat.of().toHexDigits(offset))
            .append(": " + hex + "  " + ascii)
            .append('\n');
      }
    }
    return text.toString();
  }
}
