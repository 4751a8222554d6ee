package io.pushpop.bench.contest.lane;

import java.nio.file.Path;

/**
 * What a lane is asked to be.
 *
 * @param path of its file, or what else it meets its other side by; the first to open makes it
 * @param payload of its elements
 * @param sending whether this is the sending side
 * @param ringLength bytes for elements in flight, where the contender lets one choose
 */
public record LaneSpec(Path path, Payload payload, boolean sending, int ringLength) {
  /** The same with elements of another kind. */
  LaneSpec with(Payload other) {
    return new LaneSpec(path, other, sending, ringLength);
  }
}
