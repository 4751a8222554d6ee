/**
 * The ring in a memory-mapped file, between processes.
 *
 * <p>Start with {@link io.pushpop.ipc.QueueFile} (what users see), then {@code FileLayout} (the
 * file, byte by byte), {@code RingFile} (the mapping and what keeps it alive) and {@code HeldEnd}
 * (how an end is taken and given back).
 *
 * <p>{@link io.pushpop.ipc.QueueFileView} looks at a file from outside, and {@link
 * io.pushpop.ipc.QueueSnapshot} is what is seen at one moment; the command line is {@code
 * io.pushpop.ipc.cli}, and a bridge to another machine {@code io.pushpop.ipc.bridge}.
 *
 * <p>Here live files, mappings, locks, process ids and wall clocks. The ring itself is {@code
 * io.pushpop.queue}; nothing here reads or writes a slot. Chronicle classes may be touched in
 * {@code io.pushpop.ipc.typed} only, and JNA in {@code Linux} only.
 */
package io.pushpop.ipc;
