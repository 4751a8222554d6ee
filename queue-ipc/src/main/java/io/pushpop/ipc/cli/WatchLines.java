package io.pushpop.ipc.cli;

import io.pushpop.ipc.cli.WatchedFile.Seen;
import io.pushpop.queue.End;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Watched files as lines on stdout, for programs or for people without a terminal. */
final class WatchLines implements WatchDisplay {
  private final Output out;
  private final boolean json;

  /**
   * Lines on stdout.
   *
   * @param json one object for each file; otherwise some lines for each, and an empty one
   */
  WatchLines(Output out, boolean json) {
    this.out = out;
    this.json = json;
  }

  @Override
  public void show(List<Seen> files) throws IOException, CommandFailure {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    for (Seen each : files) {
      out.put(json ? json(each, now) : String.join("\n", WatchText.lines(each)) + "\n\n");
    }
    out.flush();
  }

  @Override
  public boolean pause(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanos);
    return true;
  }

  @Override
  public void close() {
    // Nothing is left behind on stdout.
  }

  private static String json(Seen seen, Instant now) throws IOException {
    return JsonLine.of(
        object -> {
          object.writeStringField("file", seen.path().toString());
          object.writeStringField("time", now.toString());
          object.writeNumberField("replacements", seen.replacements());
          Figures queue = seen.figures();
          if (queue == null) {
            object.writeStringField("problem", seen.problem());
            return;
          }
          object.writeStringField("schema", seen.schema());
          JsonLine.writeCounters(object, queue.geometry(), queue.head(), queue.tail());
          object.writeNumberField("skipped", seen.skipped());
          JsonLine.writeEnd(object, End.PUSH, queue.push().status());
          JsonLine.writeEnd(object, End.POP, queue.pop().status());
          JsonLine.writeLosses(object, queue.losses());
          object.writeNumberField("low", queue.low());
          object.writeNumberField("high", queue.high());
          object.writeNumberField("pushRate", Math.round(queue.push().rate()));
          object.writeNumberField("popRate", Math.round(queue.pop().rate()));
          object.writeNumberField("fullShare", thousandths(queue.push().waiting()));
          object.writeNumberField("emptyShare", thousandths(queue.pop().waiting()));
          object.writeNumberField("pushIdleSeconds", thousandths(queue.push().idleNanos() / 1e9));
          object.writeNumberField("popIdleSeconds", thousandths(queue.pop().idleNanos() / 1e9));
          object.writeStringField("verdict", Verdict.of(queue).sentence());
        });
  }

  private static double thousandths(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
