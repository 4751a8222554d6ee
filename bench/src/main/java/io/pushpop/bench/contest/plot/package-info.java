/**
 * Plots as PNG files, drawn by XChart without a screen. Nothing here knows what is plotted, and
 * nothing outside knows the library.
 */
package io.pushpop.bench.contest.plot;
