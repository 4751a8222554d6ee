package io.pushpop.bench.contest;

/** What is measured. */
enum Scenario {
  /** There and back again, one element at a time: nanoseconds, the median of many. */
  ROUND_TRIP("round trip 32 B", 32, "ns p50"),
  /** One way, as fast as it goes: million elements a second. */
  ONE_WAY_8("one way 8 B", 8, "M/s"),
  /** One way, as fast as it goes: million elements a second. */
  ONE_WAY_56("one way 56 B", 56, "M/s");

  private final String title;
  private final int length;
  private final String unit;

  Scenario(String title, int length, String unit) {
    this.title = title;
    this.length = length;
    this.unit = unit;
  }

  String title() {
    return title;
  }

  /** Bytes of each element. */
  int length() {
    return length;
  }

  String unit() {
    return unit;
  }
}
