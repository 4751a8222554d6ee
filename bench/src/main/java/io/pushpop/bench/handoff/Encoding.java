package io.pushpop.bench.handoff;

import io.pushpop.bench.itch.MessageCounts;
import io.pushpop.bench.itch.MessageSource;
import io.pushpop.bench.itch.OrderBooks;
import io.pushpop.bench.sbe.SbeReader;
import io.pushpop.bench.sbe.SbeSource;
import io.pushpop.queue.ElementHandler;
import java.util.Locale;

/** How the messages in the elements are written. */
enum Encoding {
  /** As they are in the capture: the feed copies, the strategy knows ITCH. */
  RAW {
    @Override
    MessageSource source(MessageSource itch, long limit, MessageCounts keptBack) {
      return itch;
    }

    @Override
    ElementHandler reader(OrderBooks books) {
      return books::onMessage;
    }
  },
  /** In the words of a schema: the feed normalises, the strategy knows the schema. */
  SBE {
    @Override
    MessageSource source(MessageSource itch, long limit, MessageCounts keptBack) {
      return new SbeSource(itch, limit, keptBack);
    }

    @Override
    ElementHandler reader(OrderBooks books) {
      return new SbeReader(books);
    }
  };

  /**
   * The feed's side: what it pushes.
   *
   * @param itch the messages that are to be handed off; closed with what is returned
   * @param limit how many of them at most
   * @param keptBack counts those that this encoding has no words for
   */
  abstract MessageSource source(MessageSource itch, long limit, MessageCounts keptBack);

  /** The strategy's side: takes in a message and keeps books by it. */
  abstract ElementHandler reader(OrderBooks books);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
