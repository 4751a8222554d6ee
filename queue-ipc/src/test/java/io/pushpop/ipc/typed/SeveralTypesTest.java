package io.pushpop.ipc.typed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.queue.Element;
import io.pushpop.queue.EndOptions;
import io.pushpop.queue.Overflow;
import io.pushpop.queue.Permit;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesOut;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Elements with a type id, and elements that are written and read by hand. */
final class SeveralTypesTest {
  private static final int QUOTE = 1;
  private static final int TEXT = Integer.MIN_VALUE;

  @TempDir Path folder;
  private TypedRing ring;
  private Push push;
  private Pop pop;
  private TypedPush typedPush;
  private TypedPop typedPop;
  private final Quote quote = new Quote();
  private final List<String> seen = new ArrayList<>();

  /** Notes what it is shown, and how much of it there is. */
  private final TypedHandler note =
      (type, bytes) -> {
        String length = " of " + bytes.readRemaining();
        if (type == QUOTE) {
          quote.readMarshallable(bytes);
          seen.add("quote" + length + " " + quote.isSet(quote.instrument));
        } else {
          seen.add(type + length + " " + bytes.readUtf8());
        }
      };

  @BeforeEach
  void takeEnds() throws IOException {
    ring = new TypedRing(folder.resolve("ring"));
    push = ring.push;
    pop = ring.pop;
    typedPush = new TypedPush(push);
    typedPop = new TypedPop(pop);
  }

  @AfterEach
  void closeEnds() {
    ring.close();
  }

  @Test
  void aHandlerIsToldOfAGap() throws IOException {
    try (TypedRing losing =
        new TypedRing(
            folder.resolve("losing"), EndOptions.defaults().whenFull(Overflow.DROP_NEWEST))) {
      TypedPush from = new TypedPush(losing.push);
      TypedPop to = new TypedPop(losing.pop);
      TypedHandler handler =
          new TypedHandler() {
            @Override
            public void onElement(int type, Bytes<?> bytes) {
              seen.add("element " + type);
            }

            @Override
            public void onGap(long position, long lost) {
              seen.add("lost " + lost);
            }
          };
      while (losing.push.losses().lost() < 2) {
        assertTrue(from.tryPush(7, text("")));
      }
      to.drain(handler, 1000);
      seen.clear();
      assertTrue(from.tryPush(8, text("")));
      assertTrue(to.tryPop(handler));
      assertEquals(List.of("lost 2", "element 8"), seen);
    }
  }

  @Test
  void eachElementIsHandledWithTheTypeThatItWasPushedWith() throws InterruptedException {
    assertTrue(typedPush.tryPush(QUOTE, quote.set(7)));
    typedPush.push(TEXT, text("seven"));
    assertTrue(typedPush.push(QUOTE, quote.set(8), 1, TimeUnit.MINUTES));
    assertTrue(typedPush.tryPush(0, text("")));
    assertTrue(typedPop.tryPop(note));
    typedPop.pop(note);
    assertTrue(typedPop.pop(note, 1, TimeUnit.MINUTES));
    assertEquals(1, typedPop.drain(note, 10));
    assertFalse(typedPop.tryPop(note));
    assertEquals(0, typedPop.drain(note, 10));
    assertEquals(
        List.of("quote of 48 true", TEXT + " of 6 seven", "quote of 48 true", "0 of 1 "), seen);
  }

  @Test
  void manyLapsOfSeveralTypesAndLengthsGoThroughUnchanged() {
    TypedPush longer = new TypedPush(push, 100);
    for (int i = 0; i < 1000; i++) {
      String text = "x".repeat(i % 100);
      assertTrue(longer.tryPush(TEXT, text(text)));
      assertTrue(longer.tryPush(QUOTE, quote.set(i)));
      seen.clear();
      assertEquals(2, typedPop.drain(note, 2));
      assertEquals(
          List.of(TEXT + " of " + (text.length() + 1) + " " + text, "quote of 48 true"), seen);
      assertTrue(quote.isSet(i));
    }
  }

  @Test
  void theTypeLiesInTheFirstFourBytesAndTheEncodingBehindIt() {
    typedPush.tryPush(0x01020304, quote.set(7));
    assertTrue(
        pop.tryPop(
            (buffer, offset, length) -> {
              assertEquals(4 + Quote.LENGTH, length);
              assertEquals(0x01020304, buffer.getInt(offset));
              assertEquals(7, buffer.getLong(offset + 4));
              assertEquals(-7, buffer.getLong(offset + 44));
            }));
  }

  @Test
  void aFullQueueTakesNoMoreAndAnEmptyOneGivesNone() throws InterruptedException {
    for (int i = 0; i < TypedRing.SLOTS - 1; i++) {
      assertTrue(typedPush.tryPush(QUOTE, quote.set(i)));
    }
    assertFalse(typedPush.tryPush(QUOTE, quote));
    assertFalse(typedPush.push(QUOTE, quote, 1, TimeUnit.MICROSECONDS));
    assertEquals(TypedRing.SLOTS - 1, typedPop.drain(note, TypedRing.SLOTS));
    assertFalse(typedPop.pop(note, 1, TimeUnit.MICROSECONDS));
  }

  @Test
  void aConsumerThatWaitsIsHandedWhatComes() throws Exception {
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(
            () -> {
              try {
                typedPop.pop(note);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    typedPush.push(TEXT, text("at last"));
    waiting.get(1, TimeUnit.MINUTES);
    assertEquals(List.of(TEXT + " of 8 at last"), seen);
  }

  @Test
  void anElementThatFillsItsPlaceFits() {
    byte[] bytes = new byte[TypedRing.SLOT_PAYLOAD - 4];
    assertTrue(typedPush.tryPush(9, Coded.encoding(out -> out.write(bytes))));
    assertTrue(
        new TypedPush(push, 100).tryPush(9, Coded.encoding(out -> out.write(new byte[100]))));
    assertTrue(typedPop.tryPop((type, in) -> assertEquals(bytes.length, in.readRemaining())));
    assertTrue(typedPop.tryPop((type, in) -> assertEquals(100, in.readRemaining())));
  }

  /** On a slot between two others. */
  @Test
  void anElementThatOverrunsIsRefusedAndItsNeighboursAreUntouched() throws IOException {
    for (Map.Entry<String, Consumer<BytesOut<?>>> encoder : Overruns.encoders().entrySet()) {
      assertTrue(typedPush.tryPush(QUOTE, quote.set(1)));
      byte[] before = ring.bytes();
      IllegalArgumentException refusal =
          assertThrows(
              IllegalArgumentException.class,
              () -> typedPush.tryPush(5, Coded.encoding(encoder.getValue())),
              encoder.getKey());
      assertEquals(
          "the element does not fit: type="
              + Coded.class.getName()
              + ", expected=at most 52 bytes, found=more; encode less, or give TypedPush a larger"
              + " maxLength",
          refusal.getMessage());
      ring.assertUntouched(before, encoder.getKey());
      assertNextIsFine(encoder.getKey());
    }
  }

  @Test
  void anEncoderCannotReachTheTypeBeforeIt() {
    assertThrows(
        IllegalArgumentException.class,
        () -> typedPush.tryPush(5, Coded.encoding(bytes -> ((Bytes<?>) bytes).writeInt(-4, -1))));
    assertFalse(pop.canPop());
    assertTrue(typedPush.tryPush(5, Coded.encoding(bytes -> bytes.writeInt(-1))));
    assertTrue(typedPop.tryPop((type, bytes) -> assertEquals(5, type)));
  }

  @Test
  void aHandlerThatThrowsLeavesItsElementAndAllAfterIt() {
    for (int i = 2; i < 5; i++) {
      typedPush.tryPush(i, text("text"));
    }
    TypedHandler refuses =
        (type, bytes) -> {
          if (type == 3) {
            throw new ArithmeticException();
          }
        };
    assertThrows(ArithmeticException.class, () -> typedPop.drain(refuses, 3));
    assertEquals(2, typedPop.drain(note, 3));
    assertEquals(List.of("3 of 5 text", "4 of 5 text"), seen);
  }

  @Test
  void aHandlerSeesNoFurtherThanItsElement() {
    typedPush.tryPush(QUOTE, quote.set(1));
    typedPush.tryPush(QUOTE, quote.set(2));
    assertTrue(
        typedPop.tryPop(
            (type, bytes) -> {
              bytes.readSkip(Quote.LENGTH);
              assertThrows(BufferUnderflowException.class, bytes::readLong);
              assertThrows(BufferUnderflowException.class, () -> bytes.readLimit(64));
            }));
  }

  @Test
  void aHandlerThatReadsTooMuchIsToldSoAndLeavesTheElement() {
    typedPush.tryPush(QUOTE, Coded.encoding(bytes -> bytes.writeInt(1)));
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> typedPop.tryPop(note));
    assertEquals(
        "the element is too short: type=id 1, expected=at least what it reads, found=4 bytes; pop it"
            + " into the type that was pushed, or by Pop itself",
        refusal.getMessage());
    assertInstanceOf(BufferUnderflowException.class, refusal.getCause());
    assertTrue(pop.canPop());
  }

  @Test
  void anElementWithoutRoomForATypeIsNoTypedElement() {
    push.tryPush(new UnsafeBuffer(new byte[3]), 0, 3);
    assertEquals(
        "the element has no type id: expected=at least 4 bytes, found=3 bytes; push it with one, or"
            + " pop it as it was pushed",
        assertThrows(IllegalArgumentException.class, () -> typedPop.tryPop(note)).getMessage());
    assertTrue(pop.canPop());
  }

  @Test
  void anElementMayBeWrittenAndReadByHand() {
    try (Permit permit = push.tryReserve()) {
      Bytes<?> bytes = typedPush.view(permit);
      assertEquals(TypedRing.SLOT_PAYLOAD, bytes.writeRemaining());
      bytes.writeInt(TEXT).writeUtf8("by hand");
      permit.push((int) bytes.writePosition());
    }
    try (Element element = pop.tryPeek()) {
      Bytes<?> bytes = typedPop.view(element);
      assertEquals(12, bytes.readRemaining());
      assertEquals(TEXT, bytes.readInt());
      assertEquals("by hand", bytes.readUtf8());
      assertThrows(BufferUnderflowException.class, bytes::readLong);
    }
    assertTrue(typedPop.tryPop(note), "what was only looked at is still there");
    assertEquals(List.of(TEXT + " of 8 by hand"), seen);
  }

  @Test
  void aViewOfAPermitReachesNoFurtherThanThePermit() throws IOException {
    for (Map.Entry<String, Consumer<BytesOut<?>>> encoder : Overruns.encoders().entrySet()) {
      assertTrue(typedPush.tryPush(QUOTE, quote.set(1)));
      byte[] before = ring.bytes();
      try (Permit permit = push.tryReserve()) {
        RuntimeException thrown =
            assertThrows(
                RuntimeException.class,
                () -> encoder.getValue().accept(typedPush.view(permit)),
                encoder.getKey());
        assertTrue(
            thrown instanceof BufferOverflowException
                || thrown.getCause() instanceof BufferOverflowException,
            thrown::toString);
      }
      ring.assertUntouched(before, encoder.getKey());
      assertNextIsFine(encoder.getKey());
    }
  }

  @Test
  void aPermitOrElementThatIsClosedHasNoView() {
    Permit permit = push.tryReserve();
    permit.push(0);
    assertThrows(IllegalStateException.class, () -> typedPush.view(permit));
    Element element = pop.tryPeek();
    assertNotNull(element);
    element.close();
    assertThrows(IllegalStateException.class, () -> typedPop.view(element));
  }

  /** The element before the refused one, and one after it, are as they were pushed. */
  private void assertNextIsFine(String encoder) {
    assertTrue(typedPush.tryPush(TEXT, text("next")));
    seen.clear();
    assertEquals(2, typedPop.drain(note, TypedRing.SLOTS));
    assertEquals(List.of("quote of 48 true", TEXT + " of 5 next"), seen, encoder);
  }

  private static Coded text(String text) {
    return Coded.encoding(bytes -> bytes.writeUtf8(text));
  }
}
