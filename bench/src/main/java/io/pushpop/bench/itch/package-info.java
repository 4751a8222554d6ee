/**
 * NASDAQ TotalView-ITCH 5.0: the message table, sources of messages (a capture file, a generated
 * session) and the order books that messages build.
 *
 * <p>Messages are read and written in place in Agrona buffers, big-endian, without allocation.
 * Nothing here knows how a message travels: no queues, no processes, no pacing, no printing. Times
 * are those that messages carry, never a clock of the machine.
 */
package io.pushpop.bench.itch;
