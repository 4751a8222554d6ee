package io.pushpop.ipc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.pushpop.queue.EndOptions;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Overflow;
import io.pushpop.queue.Permit;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import io.pushpop.queue.RingLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** The ring files that are kept: one for each thing that a client can get wrong. */
final class GoldenRings {
  private static final Geometry GEOMETRY = Geometry.of(8, 32);

  private static final EndOptions DROPPING = EndOptions.defaults().whenFull(Overflow.DROP_NEWEST);

  /** What a producer and a consumer do. */
  private interface Script {
    void run(Push push, Pop pop);
  }

  private GoldenRings() {}

  /** Keeps all of them as they are made now: for a new version of the format. */
  public static void main(String[] arguments) throws IOException {
    Files.createDirectories(GoldenRing.folder());
    Path scratch = Files.createTempDirectory("golden");
    for (GoldenRing ring : all()) {
      ring.keep(scratch);
    }
  }

  static List<GoldenRing> all() {
    return List.of(
        new GoldenRing(
            "empty",
            "A new file; neither end was ever taken.",
            path -> {
              QueueFile.create(path, GEOMETRY).close();
              return Files.readAllBytes(path);
            }),
        ring("one-element", "One element in the first slot.", (push, pop) -> push(push, "hello")),
        ring(
            "first-lap",
            "Three elements, one of them without a byte; one was popped. The other slots are zero.",
            (push, pop) -> {
              push(push, "popped", "", "second", "third");
              pop(pop, 1);
            }),
        ring(
            "wrapped",
            "The elements lie on both sides of the end of the ring, which is in its third lap.",
            (push, pop) -> {
              for (int i = 0; i < 20; i++) {
                push(push, "number " + i);
                pop(pop, i < 14 ? 1 : 0);
              }
            }),
        ring(
            "multi-slot",
            "Elements of 24 bytes (one slot), 25 (two) and 120 (four, the longest).",
            (push, pop) -> {
              push(push, "a".repeat(24), "b".repeat(25));
              pop(pop, 2);
              push(push, "c".repeat(24), "d".repeat(120));
              pop(pop, 1);
              push(push, "e".repeat(25));
            }),
        ring(
            "skip-marker",
            "The element of three slots did not fit into the two that were left of the lap.",
            (push, pop) -> {
              push(push, "0", "1", "2", "3", "4", "5");
              pop(pop, 5);
              push(push, "x".repeat(80));
            }),
        ring(
            "skip-marker-first",
            "A skip marker is what tail points at.",
            (push, pop) -> {
              push(push, "0", "1", "2", "3", "4", "5");
              pop(pop, 6);
              push(push, "x".repeat(80), "behind");
            }),
        new GoldenRing(
            "gap-marker",
            "Two elements are missing before the second that is left: it lies behind a gap marker."
                + " Three more before the last: it lies behind a gap marker and a skip marker.",
            path -> {
              QueueFile.create(path, GEOMETRY).close();
              return visit(path, DROPPING, GoldenRings::withGaps);
            }),
        ring(
            "full",
            "Seven elements in eight slots: there is no room for another.",
            (push, pop) -> {
              push(push, "popped", "1", "2", "3", "4", "5", "6");
              pop(pop, 1);
              push(push, "7");
            }),
        ring(
            "marks",
            "Three marks were given: the first was written over by the third, which lies at head and"
                + " does not count, since its element was never pushed. Each end has a word of the"
                + " user's.",
            (push, pop) -> {
              push.userWord(17);
              pop.userWord(-18);
              push.mark(41);
              push(push, "marked");
              push.mark(42);
              push(push, "marked too");
              push.mark(43);
            }),
        new GoldenRing(
            "beyond-2-32",
            "Positions beyond 2^32; the second element has the stamp 0.",
            path -> live(path, (1L << 32) - 3, GoldenRings::fiveAndOnePopped)),
        ring(
            "given-up",
            "A permit over three slots was given up; what it wrote looks like an element at head.",
            (push, pop) -> {
              push(push, "before");
              try (Permit permit = push.tryReserve(88)) {
                phantoms(permit, 1);
              }
              push(push, "after");
            }),
        ring(
            "shortened",
            "A permit over four slots was pushed with one; what it wrote looks like an element at"
                + " head.",
            (push, pop) -> {
              Permit permit = push.tryReserve(120);
              phantoms(permit, 0);
              permit.buffer().putStringWithoutLengthAscii(permit.offset(), "short");
              permit.push(5);
            }),
        ring(
            "detached",
            "Both ends were given back cleanly, twice each, and all was popped: the stream is over.",
            GoldenRings::fiveAndOnePopped,
            (push, pop) -> pop(pop, 4)),
        new GoldenRing(
            "dead",
            "Both ends attached, and nobody has them: their processes died. The last element has no"
                + " stamp: its producer died before it came to it.",
            GoldenRings::dead),
        new GoldenRing(
            "lock-files",
            "Lock kind 2. Next to a copy lie two empty files, named like it with .push.lock and"
                + " .pop.lock appended.",
            path -> {
              QueueFile.create(path, GEOMETRY, FileOptions.defaults().withLockFiles()).close();
              return visit(path, (push, pop) -> push(push, "hello"));
            }),
        new GoldenRing(
            "schema",
            "The creator named a schema, with characters of one, three and four bytes.",
            path -> {
              FileOptions options =
                  FileOptions.defaults().withSchema("trades \u20ac \ud83d\udd14 2");
              QueueFile.create(path, GEOMETRY, options).close();
              return visit(path, (push, pop) -> push(push, "hello"));
            }));
  }

  private static GoldenRing ring(String name, String about, Script... visits) {
    return new GoldenRing(name, about, path -> live(path, 0, visits));
  }

  /** The life of a ring whose ends are taken and given back for each visit. */
  private static byte[] live(Path path, long position, Script... visits) throws IOException {
    QueueFile.create(path, GEOMETRY).close();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      ByteBuffer counter = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
      channel.write(counter.putLong(0, position), FileLayout.HEAD_OFFSET);
      channel.write(counter.rewind(), FileLayout.TAIL_OFFSET);
    }
    byte[] last = new byte[0];
    for (Script visit : visits) {
      last = visit(path, visit);
    }
    return last;
  }

  private static byte[] visit(Path path, Script visit) throws IOException {
    return visit(path, EndOptions.defaults(), visit);
  }

  private static byte[] visit(Path path, EndOptions options, Script visit) throws IOException {
    try (QueueFile file = QueueFile.open(path);
        Push push = file.push(options);
        Pop pop = file.pop()) {
      visit.run(push, pop);
    }
    return Files.readAllBytes(path);
  }

  private static byte[] dead(Path path) throws IOException {
    try (QueueFile file = QueueFile.create(path, GEOMETRY);
        Push push = file.push();
        Pop pop = file.pop()) {
      push(push, "popped", "stamped", "unstamped");
      pop(pop, 1);
      byte[] bytes = Files.readAllBytes(path);
      int lastSlot = FileLayout.FIRST_SLOT_OFFSET + 2 * GEOMETRY.slotSize();
      Arrays.fill(bytes, lastSlot, lastSlot + RingLayout.LENGTH_OFFSET, (byte) 0);
      return bytes;
    }
  }

  private static void withGaps(Push push, Pop pop) {
    push(push, "0", "1", "2", "3", "4");
    pop(pop, 5);
    push(push, "5", "6", "7", "8", "9", "10", "11", "lost", "lost");
    pop(pop, 6);
    push(push, "behind two");
    push(push, "lost".repeat(30), "lost".repeat(30), "lost".repeat(30));
    push(push, "behind three".repeat(3));
  }

  private static void fiveAndOnePopped(Push push, Pop pop) {
    push(push, "1", "2", "3", "4", "5");
    pop(pop, 1);
  }

  /**
   * Fills a permit so that each slot but its first looks like one with an element of four bytes.
   */
  private static void phantoms(Permit permit, long position) {
    int slotSize = GEOMETRY.slotSize();
    permit.buffer().setMemory(permit.offset(), permit.maxLength(), (byte) '!');
    for (int slot = 1; slot * slotSize < permit.maxLength(); slot++) {
      int word = permit.offset() + slot * slotSize - RingLayout.WORD_LENGTH;
      permit.buffer().putInt(word, RingLayout.stamp(position + slot));
      permit.buffer().putInt(word + RingLayout.LENGTH_OFFSET, 4);
    }
  }

  private static void push(Push push, String... elements) {
    for (String element : elements) {
      byte[] bytes = element.getBytes(US_ASCII);
      if (!push.tryPush(new UnsafeBuffer(bytes), 0, bytes.length)) {
        throw new IllegalStateException("there is no room for " + element);
      }
    }
  }

  private static void pop(Pop pop, int count) {
    for (int i = 0; i < count; i++) {
      if (!pop.tryPop((buffer, offset, length) -> {})) {
        throw new IllegalStateException("there is no element");
      }
    }
  }
}
