package io.pushpop.bench.contest.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.bench.quote.BlockQuote;
import io.pushpop.bench.quote.RawQuote;
import io.pushpop.bench.quote.TypedQuote;
import io.pushpop.ipc.typed.TypedPop;
import io.pushpop.ipc.typed.TypedPush;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import io.pushpop.queue.Queue;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.Bytes;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuoteTest {
  private static final long SEQUENCE = (1L << 40) + 41;

  static Stream<Payload> payloads() {
    return Stream.of(new RawQuotes(), new SbeQuotes());
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void everyByteOfItsFieldsCounts(Payload quote) {
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
    quote.write(buffer, 8, SEQUENCE);
    quote.check(buffer, 8, RawQuote.LENGTH, SEQUENCE);
    // Behind the kind: SBE passes over most of its header.
    for (int i = 8 + 8; i < 8 + RawQuote.LENGTH; i++) {
      byte right = buffer.getByte(i);
      buffer.putByte(i, (byte) (right ^ 1));
      assertThrows(
          IllegalStateException.class,
          () -> quote.check(buffer, 8, RawQuote.LENGTH, SEQUENCE),
          "byte " + i);
      buffer.putByte(i, right);
    }
  }

  @Test
  void aTypedQuoteLiesInTheRingAsARawOneDoes() {
    TypedQuote quote = new TypedQuote();
    quote.set(SEQUENCE);
    Bytes<?> bytes = Bytes.allocateElasticOnHeap(RawQuote.LENGTH);
    quote.writeMarshallable(bytes);
    assertEquals(RawQuote.LENGTH, bytes.readRemaining());
    assertTrue(RawQuote.is(new UnsafeBuffer(bytes.toByteArray()), 0, SEQUENCE));
  }

  @Test
  void everyFieldOfATypedQuoteCounts() {
    UnsafeBuffer raw = new UnsafeBuffer(new byte[RawQuote.LENGTH]);
    RawQuote.put(raw, 0, SEQUENCE);
    TypedQuote quote = new TypedQuote();
    quote.readMarshallable(Bytes.wrapForRead(raw.byteArray()));
    assertTrue(quote.is(SEQUENCE));
    for (int field : new int[] {0, 8, 16, 24, 32, 40, 44}) {
      byte[] flipped = raw.byteArray().clone();
      flipped[field] ^= 1;
      quote.readMarshallable(Bytes.wrapForRead(flipped));
      assertFalse(quote.is(SEQUENCE), "field at " + field);
    }
  }

  @Test
  void everyByteOfABlockCounts() {
    BlockQuote quote = new BlockQuote();
    quote.set(SEQUENCE);
    Bytes<?> bytes = Bytes.allocateElasticDirect(RawQuote.LENGTH);
    try {
      quote.writeMarshallable(bytes);
      assertEquals(RawQuote.LENGTH, bytes.readRemaining());
      for (int i = 0; i < RawQuote.LENGTH; i++) {
        BlockQuote other = new BlockQuote();
        other.readMarshallable(bytes.readPosition(0));
        assertTrue(other.is(SEQUENCE));
        byte right = bytes.readByte(i);
        bytes.writeByte(i, (byte) (right ^ 1));
        other.readMarshallable(bytes.readPosition(0));
        assertFalse(other.is(SEQUENCE), "byte " + i);
        bytes.writeByte(i, right);
      }
    } finally {
      bytes.releaseLast();
    }
  }

  @Test
  void aBlockThatDoesNotFitOrIsNotThereIsRefusedAndTheQueueIsUnharmed() {
    Queue queue = Queue.allocate(Geometry.of(4, 32));
    try (Push push = queue.push();
        Pop pop = queue.pop()) {
      TypedPush typedPush = new TypedPush(push);
      TypedPop typedPop = new TypedPop(pop);
      BlockQuote quote = new BlockQuote();
      assertThrows(IllegalArgumentException.class, () -> typedPush.tryPush(quote));
      assertFalse(pop.canPop());
      UnsafeBuffer bytes = new UnsafeBuffer(new byte[24]);
      bytes.putLong(16, SEQUENCE);
      assertTrue(push.tryPush(bytes, 0, 24));
      assertThrows(IllegalArgumentException.class, () -> typedPop.tryPop(quote));
      assertTrue(pop.tryPop((buffer, offset, length) -> assertEquals(24, length)));
    }
  }
}
