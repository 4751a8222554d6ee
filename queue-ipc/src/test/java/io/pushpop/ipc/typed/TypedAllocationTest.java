package io.pushpop.ipc.typed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.pushpop.ipc.ChildJvm;
import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A million quotes from JVM to JVM, and what each side allocates for it. */
final class TypedAllocationTest {
  private static final int WARM_UP = 200_000;
  private static final int COUNT = 1_000_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path folder;

  /** The feed: pushes, and tells how many bytes it allocated after the warm-up. */
  static final class Feed {
    private Feed() {}

    public static void main(String[] arguments) throws Exception {
      try (QueueFile file = QueueFile.open(Path.of(arguments[0]));
          Push push = file.push()) {
        TypedPush typedPush = new TypedPush(push);
        Quote quote = new Quote();
        push(typedPush, quote, 0, WARM_UP);
        long before = allocatedBytes();
        push(typedPush, quote, WARM_UP, COUNT);
        System.out.println("allocated=" + (allocatedBytes() - before));
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
      long before = allocatedBytes();
      pop(typedPop, quote, WARM_UP, COUNT);
      assertEquals(0, allocatedBytes() - before);
      feed.expect("allocated=0");
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

  private static long allocatedBytes() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
