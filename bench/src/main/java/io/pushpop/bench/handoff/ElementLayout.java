package io.pushpop.bench.handoff;

/**
 * What lies where in an element of the handoff.
 *
 * <pre>
 * offset  size
 * 0       8      when it counts as sent: System.nanoTime, in the byte order of the machine
 * 8       1..    the message, in the encoding of the run; without one, the warm-up ends here
 * </pre>
 */
final class ElementLayout {
  static final int SENT_OFFSET = 0;
  static final int MESSAGE_OFFSET = 8;

  private ElementLayout() {}
}
