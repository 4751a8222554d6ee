package io.pushpop.bench.handoff;

/**
 * What one run is to do; the parent writes it, both sides read it.
 *
 * @param file a capture, or null for a generated session
 * @param messages at most so many of the file, or exactly so many generated
 * @param seed of the generated session
 * @param encoding how the messages in the elements are written
 * @param pace as {@link Pace#parse} reads it
 * @param warmUp messages before the account begins, 0 or more
 * @param slots of the ring
 * @param slotSize of the ring, in bytes
 * @param spinning whether each side may keep a core to itself
 */
record RunPlan(
    String file,
    long messages,
    long seed,
    Encoding encoding,
    String pace,
    long warmUp,
    int slots,
    int slotSize,
    boolean spinning) {}
