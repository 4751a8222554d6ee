/**
 * What the compiler makes of the paths on which elements are pushed and popped. Nothing here
 * measures.
 */
package io.pushpop.bench.machinecode;
