package io.pushpop.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.queue.ElementHandler;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ring files that are kept: what was written once is read, and written, for ever. */
final class GoldenRingTest {
  @TempDir Path folder;

  static List<GoldenRing> rings() {
    return GoldenRings.all();
  }

  @BeforeAll
  static void needLittleEndian() {
    Assumptions.assumeTrue(
        ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN,
        "the golden rings are those of a little-endian machine");
  }

  @ParameterizedTest
  @MethodSource("rings")
  void aViewSeesWhatIsListed(GoldenRing ring) throws IOException {
    assertEquals(ring.keptDescription(), GoldenRing.describe(ring.copyTo(folder)));
  }

  @ParameterizedTest
  @MethodSource("rings")
  void aPopFindsTheListedElementsAndNoOther(GoldenRing ring) throws IOException {
    try (QueueFile file = QueueFile.open(ring.copyTo(folder));
        Pop pop = file.pop()) {
      List<String> popped = new ArrayList<>();
      ElementHandler describing =
          new ElementHandler() {
            @Override
            public void onGap(long position, long lost) {
              popped.add("lost=" + lost);
            }

            @Override
            public void onElement(DirectBuffer buffer, int offset, int length) {
              byte[] bytes = new byte[length];
              buffer.getBytes(offset, bytes);
              popped.add(GoldenRing.describe(bytes));
            }
          };
      while (pop.tryPop(describing)) {
        assertTrue(popped.size() < file.geometry().slots(), popped::toString);
      }
      assertEquals(
          ring.keptDescription()
              .lines()
              .filter(line -> line.startsWith("position=") || line.startsWith("lost="))
              .map(line -> line.replaceFirst("^position=.* length=", "length="))
              .toList(),
          popped);
      assertFalse(pop.canPop());
    }
  }

  @ParameterizedTest
  @MethodSource("rings")
  void aPushGoesOnWhereItsPredecessorLeft(GoldenRing ring) throws IOException {
    try (QueueFile file = QueueFile.open(ring.copyTo(folder));
        Push push = file.push();
        Pop pop = file.pop()) {
      pop.drain((buffer, offset, length) -> {}, Integer.MAX_VALUE);
      assertFalse(pop.canPop());
      UnsafeBuffer longest = new UnsafeBuffer(new byte[file.geometry().maxLength()]);
      longest.setMemory(0, longest.capacity(), (byte) 7);
      assertTrue(push.tryPush(longest, 0, longest.capacity()));
      assertTrue(
          pop.tryPop(
              (buffer, offset, length) ->
                  assertEquals(longest, new UnsafeBuffer(buffer, offset, length))));
      assertFalse(pop.canPop());
    }
  }

  @ParameterizedTest
  @MethodSource("rings")
  void whatIsWrittenTodayIsWhatWasKept(GoldenRing ring) throws IOException {
    byte[] kept = ring.kept();
    byte[] made = ring.make(folder);
    int different = Arrays.mismatch(kept, made);
    assertEquals(
        -1,
        different,
        () ->
            "the file differs from the one that is kept, first at offset "
                + different
                + ": see docs/file-format.md for what changes the version");
  }

  @Test
  void nothingElseIsKept() throws IOException {
    Set<String> expected = new TreeSet<>();
    for (GoldenRing ring : rings()) {
      expected.add(ring.name() + ".txt");
      expected.add(ring.name() + ".xxd");
    }
    try (Stream<Path> found = Files.list(GoldenRing.folder())) {
      assertEquals(
          expected,
          found
              .map(file -> file.getFileName().toString())
              .collect(Collectors.toCollection(TreeSet::new)));
    }
  }
}
