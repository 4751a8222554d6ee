package io.pushpop.bench.torture;

import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.End;
import io.pushpop.queue.PeerState;
import io.pushpop.queue.PeerState.State;
import io.pushpop.queue.Pop;
import org.agrona.concurrent.IdleStrategy;

/** Holds the pop end: pops, and does what the line says. */
final class PopSide {
  private PopSide() {}

  /** Takes the end, and gives it back when the line says so or the stream has come to its end. */
  static void run(int number, QueueFile file, Traffic traffic, PopJournal journal, Line line)
      throws InterruptedException {
    try (Pop pop = file.pop(Turns.options())) {
      Elements elements = traffic.elements(file.geometry());
      Popper popper = new Popper(pop, elements, traffic.pace(elements, End.POP), journal);
      line.reportHolder(number);
      IdleStrategy idleStrategy = Turns.idleStrategy();
      for (int turn = 1; ; turn++) {
        boolean popped = popper.pop();
        idleStrategy.idle(popped ? 1 : 0);
        if (Turns.isTimeForLine(turn, popped)) {
          answer(pop, line);
          if (line.mustClose(number) || !popped && line.isFinish() && pop.isDrained()) {
            return;
          }
        }
      }
    }
  }

  private static void answer(Pop pop, Line line) {
    PeerState expected = line.question();
    if (expected == null || !pop.peer().equals(expected)) {
      return;
    }
    boolean drained = pop.isDrained();
    if (drained && expected.state() != State.DETACHED) {
      throw new Violation(
          "the pop side was told of the end of the stream: expected=none, as the push end was not"
              + " closed, found=drained, peer="
              + pop.peer());
    }
    // While the push end is closed, the queue must come to be drained, and then it is answered.
    if (drained || expected.state() != State.DETACHED) {
      line.answer();
    }
  }
}
