package io.pushpop.ipc.bridge;

import org.agrona.concurrent.AgentTerminationException;

/**
 * The two rings of a bridge do not belong together, or not in this way: what was expected, what was
 * found, what to do. Trying again with the same two changes nothing.
 */
public final class BridgeRefusedException extends AgentTerminationException {
  private static final long serialVersionUID = 1L;

  BridgeRefusedException(String message) {
    super(message);
  }
}
