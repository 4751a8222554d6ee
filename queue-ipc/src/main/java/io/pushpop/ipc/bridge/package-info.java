/**
 * Beyond one machine: a ring on one host drained into a ring on another, through Aeron.
 *
 * <p>Start with {@link io.pushpop.ipc.bridge.BridgeSender} and {@link
 * io.pushpop.ipc.bridge.BridgeReceiver}, which are Agrona agents; {@code BridgeProtocol} is what
 * they say to each other, {@code SourceCursor} reads ahead in the ring that is drained, {@code
 * ElementStream} sends what was read, in a {@code Parcel} what is there together, {@code StreamEnd}
 * that no more comes, {@code TargetRing} takes it, each element once, {@code Admission} decides
 * whether an end may be filled from a ring, {@code ReturnStream} is the way back.
 *
 * <p>Through a recording of Aeron Archive, in time as well: {@link
 * io.pushpop.ipc.bridge.ArchiveSender} and {@link io.pushpop.ipc.bridge.ArchiveReceiver} say the
 * same, but for the way back, which is not needed. {@code Recording} is what the archive knows of
 * one, {@code Replay} has it sent again, {@code RecordedPlace} finds where a target left off,
 * {@code Unasked} is what the archive says of itself.
 *
 * <p>Only this package may touch Aeron, and {@code Bridging}, {@code Sending}, {@code Receiving},
 * {@code BridgeLink} and {@code ArchiveHost} of the command line: it is an optional dependency of
 * the module, and who does not bridge neither loads nor needs it. There is no protocol of ours for
 * loss, order, fragments or flow: those are Aeron's.
 */
package io.pushpop.ipc.bridge;
