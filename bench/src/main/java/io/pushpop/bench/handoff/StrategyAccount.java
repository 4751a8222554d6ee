package io.pushpop.bench.handoff;

/**
 * What the strategy has seen since the warm-up.
 *
 * @param popped messages
 * @param bytes of these messages, without their send times
 * @param checksum of these messages
 * @param position of the pop end, at the end
 * @param waits how often the ring was found empty
 * @param deepest most slots in use that were seen
 * @param backwards messages that were sent earlier than one before them
 * @param nanos from the first message to the last
 * @param counts messages by the types that they had in ITCH
 * @param unknownOrders operations on orders that were never seen, or gone
 * @param overdrawnOrders operations that took more shares than their order had
 * @param repeatedOrders orders that began with the reference of a live one
 * @param liveOrders orders left in the books
 * @param books stocks that have had an order
 * @param bookSum what the books came to, at the end
 * @param latency from send to handler
 */
record StrategyAccount(
    long popped,
    long bytes,
    String checksum,
    long position,
    long waits,
    long deepest,
    long backwards,
    long nanos,
    TypeCounts counts,
    long unknownOrders,
    long overdrawnOrders,
    long repeatedOrders,
    int liveOrders,
    int books,
    BookSum bookSum,
    Latency latency) {}
