package io.pushpop.queue;

/**
 * The seam between an end and whoever owns the memory under it: the end asks about its peer and
 * tells when it has been closed.
 *
 * <p>Implemented by the in-process {@link Queue} and by the owner of a mapped file. Neither method
 * is called from a push or a pop that finds room or an element.
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
}
