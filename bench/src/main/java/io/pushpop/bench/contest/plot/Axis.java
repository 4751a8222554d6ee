package io.pushpop.bench.contest.plot;

import java.util.function.DoubleFunction;

/**
 * An axis.
 *
 * @param title with the unit
 * @param logarithmic whether powers of ten are at equal distances; else a y axis begins at 0
 * @param label what is written at a value
 */
public record Axis(String title, boolean logarithmic, DoubleFunction<String> label) {}
