package io.pushpop.bench.torture;

import io.pushpop.queue.PeerState;
import io.pushpop.queue.PeerState.State;
import java.util.Optional;
import org.agrona.concurrent.AtomicBuffer;

/**
 * What the parent and the children of one side tell each other. Children are numbered from 1; a
 * child that is ready waits until the line names its number.
 *
 * <p>Each word has one writer. Nothing is ever taken back, so that a child may die at any moment.
 */
final class Line {
  // The parent writes.
  private static final int TAKER_OFFSET = 0;
  private static final int CLOSER_OFFSET = 8;
  private static final int FINISH_OFFSET = 16;
  private static final int QUESTION_OFFSET = 24;
  private static final int STATE_OFFSET = 32;
  private static final int GENERATION_OFFSET = 40;

  // The children write.
  private static final int READY_OFFSET = 128;
  private static final int HOLDER_OFFSET = 136;
  private static final int ANSWER_OFFSET = 144;
  private static final int FAULT_OFFSET = 152;
  private static final int FAULT_TEXT_OFFSET = 160;

  /** Characters: of up to three bytes each, they end before the page does. */
  private static final int MAX_FAULT_LENGTH = 1000;

  private final AtomicBuffer page;

  Line(AtomicBuffer page) {
    this.page = page;
  }

  // The parent's part.

  /** Child number n shall take the end. */
  void orderTake(int number) {
    page.putLongRelease(TAKER_OFFSET, number);
  }

  /** Child number n shall close the end. */
  void orderClose(int number) {
    page.putLongRelease(CLOSER_OFFSET, number);
  }

  /** The push end, when it closes, will not come back. */
  void orderFinish() {
    page.putLongRelease(FINISH_OFFSET, 1);
  }

  /** Asks whether the peer is seen in this state. */
  void ask(PeerState expected) {
    page.putLong(STATE_OFFSET, expected.state().ordinal());
    page.putLong(GENERATION_OFFSET, expected.generation());
    page.putLongRelease(QUESTION_OFFSET, page.getLong(QUESTION_OFFSET) + 1);
  }

  /** Whether the peer has been seen as last asked. */
  boolean isAnswered() {
    return page.getLongAcquire(ANSWER_OFFSET) == page.getLongAcquire(QUESTION_OFFSET);
  }

  /** The number of the last child that came up. */
  int ready() {
    return (int) page.getLongAcquire(READY_OFFSET);
  }

  /** The number of the last child that took the end. */
  int holder() {
    return (int) page.getLongAcquire(HOLDER_OFFSET);
  }

  /** What a child found wrong, if it did. */
  Optional<String> fault() {
    return page.getLongAcquire(FAULT_OFFSET) == 0
        ? Optional.empty()
        : Optional.of(page.getStringUtf8(FAULT_TEXT_OFFSET));
  }

  // The children's part.

  /** This child has come up. */
  void reportReady(int number) {
    page.putLongRelease(READY_OFFSET, number);
  }

  boolean mayTake(int number) {
    return page.getLongAcquire(TAKER_OFFSET) == number;
  }

  /** This child has taken the end. */
  void reportHolder(int number) {
    page.putLongRelease(HOLDER_OFFSET, number);
  }

  boolean mustClose(int number) {
    return page.getLongAcquire(CLOSER_OFFSET) == number;
  }

  boolean isFinish() {
    return page.getLongAcquire(FINISH_OFFSET) != 0;
  }

  /** The state that the parent asks for, or null if it asks for none. */
  PeerState question() {
    if (isAnswered()) {
      return null;
    }
    State state = State.values()[(int) page.getLong(STATE_OFFSET)];
    return new PeerState(state, page.getLong(GENERATION_OFFSET));
  }

  /** The peer has been seen as asked. */
  void answer() {
    page.putLongRelease(ANSWER_OFFSET, page.getLongAcquire(QUESTION_OFFSET));
  }

  /** Something is wrong. It is on the page before the child can be killed for it. */
  void reportFault(String sentence) {
    String text = sentence.substring(0, Math.min(sentence.length(), MAX_FAULT_LENGTH));
    page.putStringUtf8(FAULT_TEXT_OFFSET, text);
    page.putLongRelease(FAULT_OFFSET, 1);
  }
}
