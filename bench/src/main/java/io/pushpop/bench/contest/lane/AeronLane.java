package io.pushpop.bench.contest.lane;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;

/** Aeron over shared memory, elements written in place through a claim and read in place. */
final class AeronLane implements Lane, FragmentHandler {
  /**
   * A sender may be half a term ahead, until the driver has looked. With terms as short as the
   * rings of others, it does little but wait where the driver has no core of its own.
   */
  private static final String CHANNEL = "aeron:ipc?term-length=16m";

  /** Room for three terms in each of two directions, and for the driver's own files. */
  static final long MEMORY_NEEDED = 256L << 20;

  private final Aeron aeron;
  private final ExclusivePublication publication;
  private final Subscription subscription;
  private final BufferClaim claim = new BufferClaim();
  private final Payload payload;
  private long received;

  AeronLane(LaneSpec spec) {
    String directory = AeronDriver.directory(spec.path().getParent()).toString();
    int stream = spec.path().getFileName().hashCode();
    this.aeron =
        Aeron.connect(
            new Aeron.Context()
                .aeronDirectoryName(directory)
                .threadFactory(AeronLane::daemon)); // a side that fails ends its JVM
    this.publication = spec.sending() ? aeron.addExclusivePublication(CHANNEL, stream) : null;
    this.subscription = spec.sending() ? null : aeron.addSubscription(CHANNEL, stream);
    this.payload = spec.payload();
  }

  @Override
  public boolean trySend(long sequence) {
    if (publication.tryClaim(payload.length(), claim) < 0) {
      return false;
    }
    payload.write(claim.buffer(), claim.offset(), sequence);
    claim.commit();
    return true;
  }

  @Override
  public int receive() {
    return subscription.poll(this, Contender.BATCH);
  }

  @Override
  public boolean receiveOne() {
    return subscription.poll(this, 1) == 1;
  }

  @Override
  public void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
    payload.check(buffer, offset, length, received);
    received++;
  }

  @Override
  public long received() {
    return received;
  }

  @Override
  public void close() {
    aeron.close();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }
}
