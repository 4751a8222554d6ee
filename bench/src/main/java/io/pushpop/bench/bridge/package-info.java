/**
 * What a bridge costs beside Aeron alone: {@link io.pushpop.bench.bridge.BridgeBench} has fresh
 * JVMs run each way in turns. {@code Crossing} is what both ways have in common, and {@code Ride}
 * measures one.
 */
package io.pushpop.bench.bridge;
