package io.pushpop.bench.bridge;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.pushpop.queue.ElementHandler;
import org.agrona.DirectBuffer;

/** Aeron as one would use it: a claim in place on one side, a poll on the other. */
final class PlainCrossing implements Crossing, FragmentHandler {
  private final ExclusivePublication publication;
  private final Subscription subscription;
  private final BufferClaim claim = new BufferClaim();
  private ElementHandler handler;

  PlainCrossing(Aeron aeron, String channel, int stream) {
    this.subscription = aeron.addSubscription(channel, stream);
    this.publication = aeron.addExclusivePublication(channel, stream);
  }

  @Override
  public boolean offer(DirectBuffer element, int length) {
    if (publication.tryClaim(length, claim) <= 0) {
      return false;
    }
    claim.buffer().putBytes(claim.offset(), element, 0, length);
    claim.commit();
    return true;
  }

  @Override
  public void carryOn() {
    // The driver does.
  }

  @Override
  public int take(ElementHandler into) {
    handler = into;
    return subscription.poll(this, Ride.BATCH);
  }

  @Override
  public void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
    handler.onElement(buffer, offset, length);
  }

  @Override
  public void close() {
    publication.close();
    subscription.close();
  }
}
