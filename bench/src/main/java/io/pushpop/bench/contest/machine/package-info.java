/**
 * The machine that a measurement ran on, so that a figure can be judged. Everything is read below a
 * root folder; what is not there is {@code unknown}, and fails nothing.
 */
package io.pushpop.bench.contest.machine;
