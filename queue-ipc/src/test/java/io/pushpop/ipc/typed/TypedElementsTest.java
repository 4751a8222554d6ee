package io.pushpop.ipc.typed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.queue.Element;
import io.pushpop.queue.Permit;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesOut;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What typed elements promise, above all against encoders and decoders that go too far. */
final class TypedElementsTest {

  @TempDir Path folder;
  private TypedRing ring;
  private Push push;
  private Pop pop;

  @BeforeEach
  void takeEnds() throws IOException {
    ring = new TypedRing(folder.resolve("ring"));
    push = ring.push;
    pop = ring.pop;
  }

  @AfterEach
  void closeEnds() {
    ring.close();
  }

  @Test
  void quotesGoThroughManyLapsUnchangedAndInOrder() {
    TypedPush typedPush = new TypedPush(push);
    TypedPop typedPop = new TypedPop(pop);
    Quote quote = new Quote();
    for (int i = 0; i < 1000; i++) {
      assertTrue(typedPush.tryPush(quote.set(2 * i)));
      assertTrue(typedPush.tryPush(quote.set(2 * i + 1)));
      assertTrue(typedPop.tryPop(quote) && quote.isSet(2 * i));
      assertTrue(typedPop.tryPop(quote) && quote.isSet(2 * i + 1));
    }
    assertFalse(typedPop.tryPop(quote));
  }

  @Test
  void aQuoteLiesInItsSlotAsItWasEncodedAndNoLonger() {
    new TypedPush(push).tryPush(new Quote().set(7));
    assertTrue(
        pop.tryPop(
            (buffer, offset, length) -> {
              assertEquals(Quote.LENGTH, length);
              assertEquals(7, buffer.getLong(offset));
              assertEquals(-7, buffer.getLong(offset + 40));
            }));
  }

  @Test
  void aFullQueueTakesNoMore() {
    TypedPush typedPush = new TypedPush(push);
    for (int i = 0; i < TypedRing.SLOTS - 1; i++) {
      assertTrue(typedPush.tryPush(new Quote().set(i)));
    }
    assertFalse(typedPush.tryPush(new Quote().set(0)));
  }

  @Test
  void emptyElementsAndElementsThatFillTheirSlotFit() {
    TypedPush typedPush = new TypedPush(push);
    TypedPop typedPop = new TypedPop(pop);
    assertTrue(typedPush.tryPush(Coded.encoding(bytes -> {})));
    assertTrue(
        typedPush.tryPush(Coded.encoding(bytes -> bytes.write(new byte[TypedRing.SLOT_PAYLOAD]))));
    assertTrue(typedPop.tryPop(Coded.decoding(bytes -> assertEquals(0, bytes.readRemaining()))));
    assertTrue(
        typedPop.tryPop(
            Coded.decoding(bytes -> assertEquals(TypedRing.SLOT_PAYLOAD, bytes.readRemaining()))));
  }

  @Test
  void longerElementsTakeSeveralSlots() {
    TypedPush typedPush = new TypedPush(push, 200);
    TypedPop typedPop = new TypedPop(pop);
    for (int lap = 0; lap < 100; lap++) {
      String text = "x".repeat(lap % 190);
      assertTrue(typedPush.tryPush(Coded.encoding(bytes -> bytes.writeUtf8(text))));
      assertTrue(typedPop.tryPop(Coded.decoding(bytes -> assertEquals(text, bytes.readUtf8()))));
    }
  }

  @Test
  void waitingPushesAndPopsMeetEachOther() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      TypedPush typedPush = new TypedPush(push);
      TypedPop typedPop = new TypedPop(pop);
      int count = 10_000;
      var pusher =
          pool.submit(
              () -> {
                Quote quote = new Quote();
                for (int i = 0; i < count; i++) {
                  if (i % 2 == 0) {
                    typedPush.push(quote.set(i));
                  } else {
                    assertTrue(typedPush.push(quote.set(i), 1, TimeUnit.MINUTES));
                  }
                }
                return null;
              });
      Quote quote = new Quote();
      for (int i = 0; i < count; i++) {
        if (i % 3 == 0) {
          typedPop.pop(quote);
        } else {
          assertTrue(typedPop.pop(quote, 1, TimeUnit.MINUTES));
        }
        assertTrue(quote.isSet(i));
      }
      pusher.get();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aWaitThatTimesOutChangesNothing() throws InterruptedException {
    TypedPush typedPush = new TypedPush(push);
    TypedPop typedPop = new TypedPop(pop);
    Quote quote = new Quote().set(5);
    assertFalse(typedPop.pop(quote, 1, TimeUnit.MICROSECONDS));
    assertTrue(quote.isSet(5));
    while (typedPush.tryPush(quote)) {
      assertTrue(push.position() < TypedRing.SLOTS);
    }
    assertFalse(typedPush.push(quote, 1, TimeUnit.MICROSECONDS));
    assertEquals(TypedRing.SLOTS - 1, push.position());
  }

  /** On a slot between two others. */
  @Test
  void anElementThatOverrunsIsRefusedAndItsNeighboursAreUntouched() throws IOException {
    TypedPush typedPush = new TypedPush(push);
    TypedPop typedPop = new TypedPop(pop);
    Quote quote = new Quote();
    for (int lap = 0; lap < 2; lap++) {
      for (Map.Entry<String, Consumer<BytesOut<?>>> encoder : Overruns.encoders().entrySet()) {
        assertTrue(typedPush.tryPush(quote.set(1)));
        byte[] before = ring.bytes();
        IllegalArgumentException refusal =
            assertThrows(
                IllegalArgumentException.class,
                () -> typedPush.tryPush(Coded.encoding(encoder.getValue())),
                encoder.getKey());
        assertEquals(
            "the element does not fit: type="
                + Coded.class.getName()
                + ", expected=at most 56 bytes, found=more; encode less, or give TypedPush a larger"
                + " maxLength",
            refusal.getMessage());
        ring.assertUntouched(before, encoder.getKey());
        assertTrue(typedPush.tryPush(quote.set(2)));
        assertTrue(typedPop.tryPop(quote) && quote.isSet(1), encoder.getKey());
        assertTrue(typedPop.tryPop(quote) && quote.isSet(2), encoder.getKey());
        assertFalse(typedPop.tryPop(quote));
      }
    }
  }

  @Test
  void anEncoderThatWritesBeforeItsSlotIsRefusedAndItsNeighboursAreUntouched() throws IOException {
    TypedPush typedPush = new TypedPush(push);
    byte[] before = ring.bytes();
    assertThrows(
        IllegalArgumentException.class,
        () -> typedPush.tryPush(Coded.encoding(bytes -> ((Bytes<?>) bytes).writeLong(-8, -1))));
    assertArrayEquals(before, ring.bytes());
  }

  /** Not every failure of an encoder is an overrun. */
  @Test
  void anIndexErrorOfTheEncoderItselfIsPassedOn() {
    int[] none = {};
    assertThrows(
        ArrayIndexOutOfBoundsException.class,
        () -> new TypedPush(push).tryPush(Coded.encoding(bytes -> bytes.writeInt(none[0]))));
    assertFalse(pop.canPop());
  }

  @Test
  void anElementLongerThanItsReservationIsRefusedEvenWhereTheNextSlotsAreFree() {
    TypedPush typedPush = new TypedPush(push, 100);
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> typedPush.tryPush(Coded.encoding(bytes -> bytes.write(new byte[101]))));
    assertTrue(refusal.getMessage().contains("expected=at most 100 bytes"), refusal::getMessage);
    assertFalse(pop.canPop());
  }

  @Test
  void anEncoderThatThrowsPushesNothing() {
    TypedPush typedPush = new TypedPush(push);
    IllegalStateException thrown = new IllegalStateException("encoder");
    Coded failing = Coded.failing(thrown);
    assertSame(thrown, assertThrows(IllegalStateException.class, () -> typedPush.tryPush(failing)));
    assertSame(
        thrown, assertThrows(IllegalStateException.class, () -> typedPush.tryPush(5, failing)));
    assertFalse(pop.canPop());
    assertTrue(typedPush.tryPush(new Quote().set(1)));
  }

  @Test
  void aDecoderThatReadsTooMuchLeavesTheElement() {
    push.tryPush(new UnsafeBuffer(new byte[40]), 0, 40);
    TypedPop typedPop = new TypedPop(pop);
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> typedPop.tryPop(new Quote()));
    assertEquals(
        "the element is too short: type="
            + Quote.class.getName()
            + ", expected=at least what it reads, found=40 bytes; pop it into the type that was"
            + " pushed, or by Pop itself",
        refusal.getMessage());
    assertInstanceOf(BufferUnderflowException.class, refusal.getCause());
    assertTrue(pop.tryPop((buffer, offset, length) -> assertEquals(40, length)));
  }

  @Test
  void aViewToWriteIsThePlaceOfItsPermitHoweverOftenItIsCleared() {
    TypedPush typedPush = new TypedPush(push);
    typedPush.tryPush(new Quote().set(1)); // the view has been somewhere else before
    try (Permit permit = push.tryReserve()) {
      long place = permit.buffer().addressOffset() + permit.offset();
      int room = permit.maxLength();
      Bytes<?> view = typedPush.view(permit);
      for (int i = 0; i < 2; i++) {
        assertTrue(view.isDirectMemory());
        assertEquals(0, view.start());
        assertEquals(0, view.readRemaining());
        assertEquals(room, view.capacity());
        assertEquals(room, view.writeRemaining());
        assertEquals(place, view.addressForWrite(0));
        assertEquals(place + room, view.addressForWrite(room));
        assertThrows(BufferOverflowException.class, () -> view.addressForWrite(room + 1));
        view.writeSkip(room);
        assertThrows(BufferOverflowException.class, () -> view.writeByte((byte) 1));
        view.clear();
      }
    }
  }

  @Test
  void aViewToReadIsItsElementAndNoMore() {
    new TypedPush(push).tryPush(new Quote().set(1));
    TypedPop typedPop = new TypedPop(pop);
    try (Element element = pop.tryPeek()) {
      long place = element.buffer().addressOffset() + element.offset();
      Bytes<?> view = typedPop.view(element);
      assertEquals(0, view.readPosition());
      assertEquals(Quote.LENGTH, view.readRemaining());
      assertEquals(0, view.writeRemaining());
      assertEquals(place, view.addressForRead(0));
      assertEquals(place + Quote.LENGTH, view.addressForRead(Quote.LENGTH));
      assertThrows(BufferUnderflowException.class, () -> view.addressForRead(Quote.LENGTH + 1));
    }
  }

  @Test
  void aDecoderSeesNoFurtherThanItsElement() {
    TypedPush typedPush = new TypedPush(push);
    typedPush.tryPush(new Quote().set(1));
    typedPush.tryPush(new Quote().set(2));
    TypedPop typedPop = new TypedPop(pop);
    assertTrue(
        typedPop.tryPop(
            Coded.decoding(
                bytes -> {
                  assertEquals(Quote.LENGTH, bytes.readRemaining());
                  bytes.readSkip(Quote.LENGTH);
                  assertThrows(BufferUnderflowException.class, bytes::readLong);
                  assertThrows(BufferUnderflowException.class, () -> bytes.readLimit(64));
                })));
  }

  @Test
  void anEndMayMoveToAnotherThread() throws Exception {
    TypedPush typedPush = new TypedPush(push);
    TypedPop typedPop = new TypedPop(pop);
    typedPush.tryPush(new Quote().set(1));
    assertTrue(typedPop.tryPop(new Quote()));
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      assertTrue(pool.submit(() -> typedPush.tryPush(new Quote().set(2))).get());
      assertTrue(pool.submit(() -> typedPop.tryPop(new Quote())).get());
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aNegativeLengthIsRefused() {
    assertEquals(
        "maxLength must be 0 or more: maxLength=-1",
        assertThrows(IllegalArgumentException.class, () -> new TypedPush(push, -1)).getMessage());
  }
}
