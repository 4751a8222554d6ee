/**
 * The metrics of a queue for Micrometer, in one class: {@link
 * io.pushpop.ipc.metrics.PushpopMetrics}.
 *
 * <p>Only this package may touch Micrometer, which is an optional dependency of the module: whoever
 * does not bind metrics neither loads nor needs it. Nothing here counts anything itself; all
 * figures are those of {@link io.pushpop.ipc.QueueSnapshot}.
 */
package io.pushpop.ipc.metrics;
