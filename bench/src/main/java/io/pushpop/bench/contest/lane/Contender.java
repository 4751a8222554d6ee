package io.pushpop.bench.contest.lane;

import io.pushpop.bench.jvm.ChildJvm;
import io.pushpop.bench.jvm.PrivateFolder;
import io.pushpop.bench.jvm.Programs;
import io.pushpop.bench.quote.BlockQuote;
import io.pushpop.bench.quote.TypedQuote;
import io.pushpop.queue.EndOptions;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.jctools.queues.SpscArrayQueue;

/** A queue that takes part. */
public enum Contender {
  /** This project, in a mapped file: a permit for each element, popped by {@code drain}. */
  PUSHPOP("Pushpop") {
    @Override
    public Lane open(LaneSpec spec) throws IOException {
      return new PushpopLane(spec, PushpopLane.Popping.DRAIN);
    }
  },
  /** This project: a permit for each element, popped one by one. */
  PUSHPOP_SINGLE("Pushpop, one by one") {
    @Override
    public Lane open(LaneSpec spec) throws IOException {
      return new PushpopLane(spec, PushpopLane.Popping.ONE);
    }
  },
  /** This project: published in batches, popped by {@code drain}. */
  PUSHPOP_BATCH("Pushpop, in batches") {
    @Override
    public Lane open(LaneSpec spec) throws IOException {
      return new PushpopBatchLane(spec);
    }
  },
  /** This project, by the calls that wait, as they do by default. */
  PUSHPOP_WAITING("Pushpop, default waits") {
    @Override
    public Lane open(LaneSpec spec) throws IOException {
      return new PushpopWaitingLane(spec, EndOptions.defaults());
    }
  },
  /** The same, where an end that waits keeps its core. */
  PUSHPOP_SPINNING("Pushpop, waits spinning") {
    @Override
    public Lane open(LaneSpec spec) throws IOException {
      return waiting(spec, BusySpinIdleStrategy.INSTANCE);
    }
  },
  /** The same, where an end that waits sleeps as shortly as it can between two looks. */
  PUSHPOP_PARK_NANOS("Pushpop, parkNanos(1)") {
    @Override
    public Lane open(LaneSpec spec) throws IOException {
      return waiting(spec, new SleepingIdleStrategy(1));
    }
  },
  /** The same, where an end that waits sleeps for a millisecond between two looks. */
  PUSHPOP_SLEEPING("Pushpop, sleep(1)") {
    @Override
    public Lane open(LaneSpec spec) throws IOException {
      return waiting(spec, new SleepingMillisIdleStrategy(1));
    }
  },
  /** This project: quotes of 48 bytes as raw bytes, popped one by one as the next two. */
  QUOTE_RAW("quotes as raw bytes") {
    @Override
    public Lane open(LaneSpec spec) throws IOException {
      return new PushpopLane(spec.with(new RawQuotes()), PushpopLane.Popping.ONE);
    }
  },
  /** This project: the same quotes by SBE, in place. */
  QUOTE_SBE("quotes by SBE") {
    @Override
    public Lane open(LaneSpec spec) throws IOException {
      return new PushpopLane(spec.with(new SbeQuotes()), PushpopLane.Popping.ONE);
    }
  },
  /** This project: the same quotes as objects, by the typed ends and Chronicle Bytes. */
  QUOTE_TYPED("quotes by Chronicle Bytes") {
    @Override
    public Lane open(LaneSpec spec) throws IOException {
      return new TypedQuoteLane(spec, new TypedQuote());
    }

    @Override
    public List<String> flags() {
      return ChronicleLane.flags();
    }
  },
  /** This project: the same, where Chronicle Bytes takes all fields at once. */
  QUOTE_BLOCK("quotes by Chronicle, a block") {
    @Override
    public Lane open(LaneSpec spec) throws IOException {
      return new TypedQuoteLane(spec, new BlockQuote());
    }

    @Override
    public List<String> flags() {
      return ChronicleLane.flags();
    }
  },
  /** Agrona's OneToOneRingBuffer, in a mapped file. */
  AGRONA("Agrona OneToOneRingBuffer") {
    @Override
    public Lane open(LaneSpec spec) throws IOException {
      return new AgronaLane(spec, OneToOneRingBuffer::new);
    }
  },
  /** Two flags on two cache lines: the limit of any round trip. Sends a number and nothing else. */
  BARE("two bare flags") {
    @Override
    public Lane open(LaneSpec spec) throws IOException {
      return new BareLane(spec);
    }
  },
  /** Whole cache lines behind one counter that moves in blocks: the limit of any stream. */
  BARE_LINES("bare lines") {
    @Override
    public Lane open(LaneSpec spec) throws IOException {
      return new BareLinesLane(spec);
    }
  },
  /** Agrona's ManyToOneRingBuffer, in a mapped file, with one producer. */
  AGRONA_MANY("Agrona ManyToOneRingBuffer") {
    @Override
    public Lane open(LaneSpec spec) throws IOException {
      return new AgronaLane(spec, ManyToOneRingBuffer::new);
    }
  },
  /** Aeron over shared memory: an exclusive publication, a media driver that wants a third core. */
  AERON("Aeron IPC") {
    @Override
    public Lane open(LaneSpec spec) {
      return new AeronLane(spec);
    }

    @Override
    public Processes processes() {
      return Processes.TWO_JVMS_AND_DRIVER;
    }

    @Override
    public Class<?> driver() {
      return AeronDriver.class;
    }

    @Override
    public List<String> flags() {
      return List.of(ChildJvm.MEDIA_DRIVER_FLAG);
    }

    @Override
    public Optional<String> hindrance() throws IOException {
      return lackOf(AeronLane.MEMORY_NEEDED);
    }
  },
  /** Chronicle Queue, in memory: every element is kept. */
  CHRONICLE("Chronicle Queue") {
    @Override
    public Lane open(LaneSpec spec) {
      return new ChronicleLane(spec);
    }

    @Override
    public List<String> flags() {
      return ChronicleLane.flags();
    }

    @Override
    public Optional<String> hindrance() throws IOException {
      return lackOf(ChronicleLane.MEMORY_NEEDED);
    }
  },
  /** A Unix domain socket, polled. */
  UNIX_SOCKET("Unix socket, buffered") {
    @Override
    public Lane open(LaneSpec spec) throws IOException {
      return Streams.unixSocket(spec);
    }
  },
  /** A TCP connection on the loopback interface, polled. */
  TCP_SOCKET("TCP loopback, buffered") {
    @Override
    public Lane open(LaneSpec spec) throws IOException {
      return Streams.tcpSocket(spec);
    }
  },
  /** A named pipe, in which both sides block. */
  NAMED_PIPE("named pipe, buffered") {
    @Override
    public Lane open(LaneSpec spec) throws IOException {
      return Streams.namedPipe(spec);
    }

    @Override
    public Optional<String> hindrance() {
      return lackOf("mkfifo");
    }
  },
  /** A ring in C, between two programs: src/main/c/ring.c. */
  C_RING("C ring, 64 B slots") {
    @Override
    public Lane open(LaneSpec spec) {
      throw new UnsupportedOperationException("its sides are not JVMs");
    }

    @Override
    public Processes processes() {
      return Processes.TWO_NATIVE;
    }

    @Override
    public Optional<String> hindrance() {
      return lackOf("gcc");
    }
  },
  /** JCTools' SpscArrayQueue, between two threads. */
  JCTOOLS("SpscArrayQueue, 1 JVM") {
    @Override
    public Lane open(LaneSpec spec) {
      return new HandoverLane(spec, SpscArrayQueue::new);
    }

    @Override
    public List<String> flags() {
      return UNSAFE_ALLOWED;
    }

    @Override
    public Processes processes() {
      return Processes.ONE_JVM;
    }
  },
  /** The JDK's ArrayBlockingQueue, between two threads that do not block. */
  ARRAY_BLOCKING_QUEUE("ArrayBlockingQueue, 1 JVM") {
    @Override
    public Lane open(LaneSpec spec) {
      return new HandoverLane(spec, ArrayBlockingQueue::new);
    }

    @Override
    public Processes processes() {
      return Processes.ONE_JVM;
    }
  };

  /** Elements that one call of a batching receive may take. */
  static final int BATCH = 256;

  /** Quiets JDK 24 and later about sun.misc.Unsafe; by the first flag, 17 ignores the second. */
  static final List<String> UNSAFE_ALLOWED =
      List.of("-XX:+IgnoreUnrecognizedVMOptions", "--sun-misc-unsafe-memory-access=allow");

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  /** Opens one side of one direction. */
  public abstract Lane open(LaneSpec spec) throws IOException;

  /** The processes that a race of this contender takes. */
  public Processes processes() {
    return Processes.TWO_JVMS;
  }

  /** The main class of its driver, which is given the folder of the race; null without one. */
  public Class<?> driver() {
    return null;
  }

  /** What its JVMs need besides the flags of all. */
  public List<String> flags() {
    return List.of();
  }

  /** Why it cannot run on this machine; empty if it can. */
  public Optional<String> hindrance() throws IOException {
    return Optional.empty();
  }

  /** What people read. */
  public String title() {
    return title;
  }

  private static Lane waiting(LaneSpec spec, IdleStrategy strategy) throws IOException {
    return new PushpopWaitingLane(spec, EndOptions.defaults().waitingWith(strategy));
  }

  private static Optional<String> lackOf(String program) {
    return Programs.has(program) ? Optional.empty() : Optional.of("there is no " + program);
  }

  private static Optional<String> lackOf(long memory) throws IOException {
    return PrivateFolder.usableSpace() < memory
        ? Optional.of("its files need " + (memory >> 20) + " MiB of memory")
        : Optional.empty();
  }
}
