package io.pushpop.bench.torture;

import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.End;
import io.pushpop.queue.PeerState;
import io.pushpop.queue.Push;
import org.agrona.concurrent.IdleStrategy;

/** Holds the push end: pushes, and does what the line says. */
final class PushSide {
  private PushSide() {}

  /** Takes the end, and gives it back when all is pushed or the line says so. */
  static void run(int number, QueueFile file, Traffic traffic, PushJournal journal, Line line)
      throws InterruptedException {
    try (Push push = file.push(Turns.options())) {
      Elements elements = traffic.elements(file.geometry());
      Pace pace = traffic.pace(elements, End.PUSH);
      long end = traffic.count();
      Pusher pusher = new Pusher(push, file.geometry(), elements, end, pace, journal);
      line.reportHolder(number);
      IdleStrategy idleStrategy = Turns.idleStrategy();
      for (int turn = 1; pusher.next() < end; turn++) {
        boolean pushed = pusher.push();
        idleStrategy.idle(pushed ? 1 : 0);
        if (Turns.isTimeForLine(turn, pushed)) {
          answer(push, line);
          if (line.mustClose(number) && mayClose(pusher, elements, line)) {
            break;
          }
        }
      }
      pusher.finish();
    }
  }

  private static void answer(Push push, Line line) {
    PeerState expected = line.question();
    if (expected != null && push.peer().equals(expected)) {
      line.answer();
    }
  }

  /**
   * The very last element is one that shows which it is: else a pop side that has just taken over
   * could not tell it from others as short as it.
   */
  private static boolean mayClose(Pusher pusher, Elements elements, Line line) {
    return !line.isFinish() || pusher.next() > 0 && elements.isUnmistakable(pusher.next() - 1);
  }
}
