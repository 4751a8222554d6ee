/**
 * The quote of 48 bytes by which styles of encoding are compared: as raw bytes, and as an object
 * that encodes itself. What measures them is elsewhere, and so is SBE's.
 */
package io.pushpop.bench.quote;
