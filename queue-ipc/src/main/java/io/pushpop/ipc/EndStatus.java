package io.pushpop.ipc;

import io.pushpop.queue.PeerState;
import java.util.Objects;

/**
 * What is known of an end at one moment, for people and tools to read.
 *
 * @param state whether it is held, and if not, how it was left
 * @param pid process id of its last taker, in the taker's pid namespace; 0 if it was never taken
 * @param generation how often it has been taken
 * @param startTime when it was taken last, in milliseconds since 1970-01-01T00:00:00Z; 0 if never
 * @param parking how its last taker sleeps and wakes its peer
 */
public record EndStatus(
    PeerState.State state, long pid, long generation, long startTime, Parking parking) {
  /** Checks that state and parking are there. */
  public EndStatus {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(parking, "parking");
  }

  boolean equals(
      PeerState.State otherState,
      long otherPid,
      long otherGeneration,
      long otherStartTime,
      Parking otherParking) {
    return state == otherState
        && pid == otherPid
        && generation == otherGeneration
        && startTime == otherStartTime
        && parking == otherParking;
  }
}
