package io.pushpop.bench.contest;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Values as they are written at an axis or in a title. */
final class Labels {
  private static final MathContext THREE_DIGITS = new MathContext(3);

  private Labels() {}

  /** The percentile that one of so many exceeds: {@code 99.9 %} for 1,000. */
  static String percentile(double oneOf) {
    int decimals = (int) Math.max(0, Math.round(Math.log10(oneOf)) - 2);
    return String.format(Locale.ROOT, "%." + decimals + "f %%", 100 - 100 / oneOf);
  }

  /** Nanoseconds, in the unit that makes them short. */
  static String time(double nanos) {
    return scaled(nanos, "ns", "µs", "ms", "s");
  }

  /** Bytes, in the unit that makes them short; decimal, as a logarithmic axis is. */
  static String bytes(double bytes) {
    return scaled(bytes, "B", "kB", "MB", "GB");
  }

  /** A number: all of it if it is whole, else three digits. */
  static String number(double number) {
    return number == Math.rint(number)
        ? String.format(Locale.ROOT, "%,.0f", number)
        : BigDecimal.valueOf(number).round(THREE_DIGITS).toPlainString();
  }

  /** A setting. */
  static String onOrOff(boolean setting) {
    return setting ? "on" : "off";
  }

  private static String scaled(double value, String... units) {
    int unit = 0;
    double scaled = value;
    while (scaled >= 1000 && unit < units.length - 1) {
      scaled /= 1000;
      unit++;
    }
    return number(scaled) + " " + units[unit];
  }
}
