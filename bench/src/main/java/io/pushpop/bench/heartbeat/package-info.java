/**
 * What two JVMs take of the machine that hand each other an element a second and park in between,
 * beside a JVM that does nothing at all ({@link io.pushpop.bench.heartbeat.Heartbeat}). Speed is
 * measured elsewhere.
 */
package io.pushpop.bench.heartbeat;
