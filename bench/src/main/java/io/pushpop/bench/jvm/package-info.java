/**
 * Child JVMs of the measurements: how they are started, with which flags, on which cores. Nothing
 * here knows what they run.
 */
package io.pushpop.bench.jvm;
