package io.pushpop.bench.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pushpop.bench.jvm.SharedPage;
import java.nio.ByteBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class PushJournalTest {
  private static final int CAPACITY = 7;

  private final AtomicBuffer page = new UnsafeBuffer(ByteBuffer.allocateDirect(SharedPage.LENGTH));
  private final PushJournal journal = new PushJournal(page);

  @Test
  void beginsWithTheFirstElement() {
    assertEquals(0, journal.next(0, CAPACITY));
    assertThrows(Violation.class, () -> journal.next(1, CAPACITY));
  }

  @Test
  void goesOnAfterWhatWasPublished() {
    journal.aboutToPush(10, 3, 40);
    assertEquals(13, journal.next(43, CAPACITY));
    assertEquals(13, journal.next(47, CAPACITY));
  }

  @Test
  void repeatsWhatWasNotPublished() {
    journal.aboutToPush(10, 3, 40);
    assertEquals(10, journal.next(40, CAPACITY));
  }

  @Test
  void aRecordThatWasHalfWrittenDoesNotCount() {
    journal.aboutToPush(10, 3, 40);
    journal.aboutToPush(13, 1, 43);
    // The next record would be the first one again.
    page.putLong(128, 14);
    page.putLong(128 + 8, 5);
    assertEquals(13, journal.next(43, CAPACITY));
    assertEquals(14, journal.next(44, CAPACITY));
  }

  @Test
  void refusesAHeadThatNoPublishLeft() {
    journal.aboutToPush(10, 3, 40);
    assertThrows(Violation.class, () -> journal.next(39, CAPACITY));
    Violation violation = assertThrows(Violation.class, () -> journal.next(48, CAPACITY));
    assertEquals(
        "head is wrong after a takeover: expected=40 to 47, found=48", violation.getMessage());
  }
}
