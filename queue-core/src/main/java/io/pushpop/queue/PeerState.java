package io.pushpop.queue;

import java.util.Objects;

/**
 * What is known of an end at one moment: whether somebody holds it, and how often it has been
 * taken.
 *
 * @param state whether the end is held
 * @param generation how often the end has been taken so far; 0 exactly when it is {@link
 *     State#ABSENT}. A generation that grew between two looks tells that the end was restarted.
 */
public record PeerState(State state, long generation) {

  /** Whether an end is held, and if not, how it was left. */
  public enum State {
    /** Never taken. */
    ABSENT,
    /** Held by a live taker. */
    ATTACHED,
    /** Closed cleanly by its last taker. */
    DETACHED,
    /** Its last taker's process is gone without having closed it. */
    DEAD
  }

  /** Checks that the state is there. */
  public PeerState {
    Objects.requireNonNull(state, "state");
  }
}
