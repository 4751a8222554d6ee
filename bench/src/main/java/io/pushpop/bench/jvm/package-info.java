/**
 * Child JVMs of the measurements: how they are started, with which flags, on which cores, where
 * they and their parent meet, and how they end with it. Nothing here knows what they run.
 */
package io.pushpop.bench.jvm;
