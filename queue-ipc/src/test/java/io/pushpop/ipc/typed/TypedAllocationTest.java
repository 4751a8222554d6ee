package io.pushpop.ipc.typed;

import io.pushpop.ipc.Allocation;
import io.pushpop.ipc.ChildJvm;
import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.Element;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Permit;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.nio.file.Path;
import java.util.function.IntConsumer;
import net.openhft.chronicle.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a million typed elements make the garbage collector do: nothing. The loops that wait for the
 * other side hear of no interrupt: each test has a thread that can be left alone in one.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TypedAllocationTest {
  private static final int WARM_UP = 200_000;
  private static final int COUNT = 1_000_000;

  @TempDir Path folder;

  /**
   * The feed: pushes, and tells how many bytes it allocated after the warm-up. Its JVM has no C2,
   * so there is one round that counts; then it pushes what the other side may still want.
   */
  static final class Feed {
    private Feed() {}

    public static void main(String[] arguments) throws Exception {
      try (QueueFile file = QueueFile.open(Path.of(arguments[0]));
          Push push = file.push()) {
        TypedPush typedPush = new TypedPush(push);
        Quote quote = new Quote();
        push(typedPush, quote, 0, WARM_UP);
        Allocation.bytesOf(() -> {}); // which may allocate the first time
        long bytes = Allocation.bytesOf(() -> push(typedPush, quote, WARM_UP, COUNT));
        System.out.println("allocated=" + bytes);
        push(typedPush, quote, WARM_UP + COUNT, (Allocation.ROUNDS - 1) * COUNT);
      }
    }

    private static void push(TypedPush push, Quote quote, int from, int count) {
      for (int i = from; i < from + count; i++) {
        quote.set(i);
        while (!push.tryPush(quote)) {
          Thread.yield();
        }
      }
    }
  }

  @Test
  void aMillionQuotesFromJvmToJvmAllocateNothingOnEitherSide() throws Exception {
    Path path = folder.resolve("ring");
    try (QueueFile file = QueueFile.create(path, Geometry.of(4096, 64));
        Pop pop = file.pop();
        ChildJvm feed = ChildJvm.start(Feed.class, path)) {
      TypedPop typedPop = new TypedPop(pop);
      Quote quote = new Quote();
      pop(typedPop, quote, 0, WARM_UP);
      int[] popped = {WARM_UP};
      Allocation.assertNone(
          () -> {
            pop(typedPop, quote, popped[0], COUNT);
            popped[0] += COUNT;
          });
      feed.expect("allocated=0");
    }
  }

  @Test
  void elementsOfSeveralTypesAndViewsOfThemAllocateNothing() throws Exception {
    try (QueueFile file = QueueFile.create(folder.resolve("ring"), Geometry.of(64, 64));
        Push push = file.push();
        Pop pop = file.pop()) {
      TypedPush typedPush = new TypedPush(push);
      TypedPop typedPop = new TypedPop(pop);
      ReadmeExample.Trade trade = new ReadmeExample.Trade();
      Quote quote = new Quote();
      TypedHandler handler =
          (type, bytes) -> {
            if (type == 1) {
              quote.readMarshallable(bytes);
            } else {
              trade.readMarshallable(bytes);
            }
          };
      IntConsumer turn =
          i -> {
            trade.price = i;
            boolean pushed = typedPush.tryPush(1, quote.set(i)) && typedPush.tryPush(2, trade);
            Permit permit = push.tryReserve();
            Bytes<?> view = typedPush.view(permit);
            view.writeInt(3).writeLong(i).writeInt(i);
            permit.push((int) view.writePosition());
            quote.set(0);
            trade.price = 0;
            boolean popped = typedPop.tryPop(handler) && quote.isSet(i) && trade.price == 0;
            Element element = pop.tryPeek();
            popped &= typedPop.view(element).readInt() == 2;
            element.pop();
            popped &= typedPop.drain(handler, 2) == 1 && trade.price == i;
            if (!pushed || !popped) {
              throw new AssertionError("element " + i + " is not what was pushed");
            }
          };
      repeat(WARM_UP, turn);
      Allocation.assertNone(() -> repeat(COUNT, turn));
    }
  }

  private static void repeat(int count, IntConsumer turn) {
    for (int i = 0; i < count; i++) {
      turn.accept(i);
    }
  }

  private static void pop(TypedPop pop, Quote quote, int from, int count) {
    for (int i = from; i < from + count; i++) {
      while (!pop.tryPop(quote)) {
        Thread.yield();
      }
      if (!quote.isSet(i)) {
        throw new AssertionError("quote " + i + " is not what was pushed");
      }
    }
  }
}
