package io.pushpop.bench.handoff;

import io.pushpop.bench.itch.OrderBooks;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the books came to: equal for equal books, however the messages that built them were written.
 *
 * @param levels prices at which anything is wanted or offered, in all books
 * @param checksum over stock, side, price and shares of each
 */
record BookSum(long levels, String checksum) {
  private static final int LOCATE_OFFSET = 0;
  private static final int SIDE_OFFSET = 4;
  private static final int PRICE_OFFSET = 8;
  private static final int SHARES_OFFSET = 16;
  private static final int LEVEL_LENGTH = 24;

  static BookSum of(OrderBooks books) {
    UnsafeBuffer level = new UnsafeBuffer(new byte[LEVEL_LENGTH]);
    Checksum checksum = new Checksum();
    long[] levels = {0};
    books.forEachLevel(
        (stockLocate, buy, price, shares) -> {
          level.putInt(LOCATE_OFFSET, stockLocate);
          level.putInt(SIDE_OFFSET, buy ? 1 : 0);
          level.putLong(PRICE_OFFSET, price);
          level.putLong(SHARES_OFFSET, shares);
          checksum.add(level, 0, LEVEL_LENGTH);
          levels[0]++;
        });
    return new BookSum(levels[0], checksum.digits());
  }
}
