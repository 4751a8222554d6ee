package io.pushpop.bench.handoff;

import io.pushpop.bench.jvm.SharedPage;
import java.io.IOException;
import java.nio.file.Path;
import org.agrona.concurrent.AtomicBuffer;

/**
 * How far a side is, in a file that the other side and the parent may look into, even after it was
 * killed. Written by the thread that hands off, with ordered stores and nothing else; read by
 * others once a second. Numbers that are read together may be a few messages apart.
 */
final class Counters {
  private static final int MESSAGES_OFFSET = 0;
  private static final int BYTES_OFFSET = 8;
  private static final int POSITION_OFFSET = 16;
  private static final int WAITS_OFFSET = 24;
  private static final int DEEPEST_OFFSET = 32;
  private static final int PROGRESS_OFFSET = 40;
  private static final int DEPTH_OFFSET = 48;

  private final AtomicBuffer page;

  private Counters(AtomicBuffer page) {
    this.page = page;
  }

  /** Makes a file of counters that are 0. */
  static void create(Path path) throws IOException {
    SharedPage.create(path);
  }

  /** Opens such a file; it stays mapped for as long as these counters can be reached. */
  static Counters open(Path path) throws IOException {
    return new Counters(SharedPage.open(path));
  }

  /**
   * Tells how far the ring is. Messages, bytes and waits begin at 0 after the warm-up.
   *
   * @param messages handed off
   * @param bytes of these messages
   * @param waits on a full ring, or on an empty one
   * @param position of the end
   */
  void publish(long messages, long bytes, long waits, long position) {
    page.putLongRelease(MESSAGES_OFFSET, messages);
    page.putLongRelease(BYTES_OFFSET, bytes);
    page.putLongRelease(WAITS_OFFSET, waits);
    page.putLongRelease(POSITION_OFFSET, position);
  }

  /** Tells how many slots are in use now, as far as this side sees. */
  void publishDepth(long slots) {
    page.putLongRelease(DEPTH_OFFSET, slots);
  }

  /** Tells the most slots in use that this side has seen. */
  void publishDeepest(long slots) {
    page.putLongRelease(DEEPEST_OFFSET, slots);
  }

  /** Tells how far the input is, 0 to 1. */
  void publishProgress(double progress) {
    page.putLongRelease(PROGRESS_OFFSET, Double.doubleToRawLongBits(progress));
  }

  long messages() {
    return page.getLongAcquire(MESSAGES_OFFSET);
  }

  long bytes() {
    return page.getLongAcquire(BYTES_OFFSET);
  }

  long waits() {
    return page.getLongAcquire(WAITS_OFFSET);
  }

  long position() {
    return page.getLongAcquire(POSITION_OFFSET);
  }

  long depth() {
    return page.getLongAcquire(DEPTH_OFFSET);
  }

  long deepest() {
    return page.getLongAcquire(DEEPEST_OFFSET);
  }

  double progress() {
    return Double.longBitsToDouble(page.getLongAcquire(PROGRESS_OFFSET));
  }
}
