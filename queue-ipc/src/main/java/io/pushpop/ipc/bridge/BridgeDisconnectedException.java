package io.pushpop.ipc.bridge;

import org.agrona.concurrent.AgentTerminationException;

/**
 * Aeron carries this bridge no further: its client is closed, its driver gone, or a stream used up.
 * A new bridge over a new Aeron client goes on where this one was: nothing is lost, and nothing
 * comes twice.
 */
public final class BridgeDisconnectedException extends AgentTerminationException {
  private static final long serialVersionUID = 1L;

  BridgeDisconnectedException(String message) {
    super(message);
  }
}
