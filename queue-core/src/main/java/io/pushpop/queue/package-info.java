/**
 * The ring: a single-producer single-consumer queue of byte elements over off-heap memory.
 *
 * <p>Start with {@link io.pushpop.queue.RingLayout} (what the two sides share), then {@link
 * io.pushpop.queue.Push} and {@link io.pushpop.queue.Pop} (the algorithm), then {@link
 * io.pushpop.queue.Queue} (both in one process); {@link io.pushpop.queue.RingView} looks on. The
 * model is the {@code spsc} module of the Rust crate lilos, release 0.3; the memory ordering
 * follows Lê, Guatto, Cohen and Pop, "Correct and Efficient Bounded FIFO Queues" (2013).
 *
 * <p>Nothing here knows of files, processes, wall clocks or other libraries than Agrona. What an
 * end must learn about the world outside comes through {@link io.pushpop.queue.Attachment}.
 */
package io.pushpop.queue;
