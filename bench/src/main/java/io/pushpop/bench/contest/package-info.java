/**
 * Races between queues, each in its own fresh pair of JVMs, rounds interleaved.
 *
 * <pre>{@code
 *            one way                                round trip
 * first JVM           second JVM          first JVM            second JVM
 * +--------+  there   +--------+          +------+   there     +------+
 * | sender |--------->|receiver|          | ping |------------>| pong |
 * +--------+          +--------+          |      |<------------|      |
 *                                         +------+    back     +------+
 * }</pre>
 *
 * <p>Every contender carries the same elements, written and checked by the same code; order and
 * every byte are checked. Nothing here may know what is inside a contender beyond its public API.
 *
 * <p>To read: {@code Plan}, {@code Runner} and {@code Side} race; {@code Summary} makes one cell of
 * all rounds, {@code Warnings} doubts it, and {@code Report} shows it as text, page, JSON and
 * plots.
 */
package io.pushpop.bench.contest;
