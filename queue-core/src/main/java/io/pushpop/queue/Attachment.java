package io.pushpop.queue;

import java.util.concurrent.locks.LockSupport;

/**
 * The seam between an end and whoever owns the memory under it: the end asks about its peer, sleeps
 * and wakes its peer through it, and tells when it has been closed.
 *
 * <p>Implemented by the in-process {@link Queue} and by the owner of a mapped file. An owner who
 * has no means to wake anybody leaves the last five methods as they are: ends that park sleep for
 * short times then. A push or a pop that finds room or an element calls none of these, but for
 * {@link #wake} when its peer is asleep.
 */
public interface Attachment {

  /**
   * The state of the other end, now. The answer is read with acquire semantics: whoever sees {@link
   * PeerState.State#DETACHED} sees every element that the peer pushed, and every position that it
   * popped, before it closed.
   *
   * @return the peer's state and generation; never null
   */
  PeerState peer();

  /**
   * The end has been closed by its holder. Called once, from {@code close()}, after the end's last
   * store to the shared region; from here on the end may be taken again.
   */
  void closed();

  /**
   * Whether the end may sleep until it is woken: {@link #park} works for the current thread, and
   * whoever holds the other end wakes it. Asked before each sleep, since the other end may be taken
   * by somebody else meanwhile.
   *
   * @return false if nobody may be relied on; {@link #park} is not called then
   */
  default boolean wakes() {
    return false;
  }

  /**
   * Sleeps while a word of the region holds a value. May end early, for any reason or none.
   *
   * @param offset of the word in the region, an int
   * @param value that it must hold; if it holds another one, this returns at once
   * @param nanos how long at the most; more than 0
   */
  default void park(int offset, int value, long nanos) {
    LockSupport.parkNanos(this, nanos);
  }

  /**
   * Wakes the other end if it sleeps on a word of the region. Whoever is between its look at the
   * word and its sleep is woken too, or does not fall asleep. Never fails.
   *
   * @param offset of the word in the region; its new value has been stored
   */
  default void wake(int offset) {}

  /**
   * Whether the end, where it {@link #wakes()}, may also sleep together with others, in a {@link
   * #jointSleep()} of its own attachment or of another that answers true here.
   *
   * @return false if it sleeps alone
   */
  default boolean sleepsJointly() {
    return false;
  }

  /**
   * A new means to sleep on the flags of many ends at once.
   *
   * @return for one thread
   * @throws UnsupportedOperationException unless {@link #sleepsJointly()}
   */
  default JointSleep jointSleep() {
    throw new UnsupportedOperationException("this end sleeps alone");
  }
}
