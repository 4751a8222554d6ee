package io.pushpop.ipc.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.pushpop.ipc.EndStatus;
import io.pushpop.ipc.QueueFileView;
import io.pushpop.queue.End;
import io.pushpop.queue.PeerState.State;
import io.pushpop.queue.RingView.Counters;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pushpop stat}: geometry, counters and ends of a ring file at this moment. */
@Command(
    name = "stat",
    description = "Tells geometry, counters and ends, now. Disturbs no end, and only reads.")
final class StatCommand extends QueueCommand {
  @Option(names = "--json", description = "As one JSON object, in one line")
  private boolean json;

  StatCommand(Streams streams) {
    super(streams);
  }

  @Override
  void run() throws IOException, CommandFailure {
    try (QueueFileView view = QueueFileView.open(file())) {
      EndStatus push = view.status(End.PUSH);
      EndStatus pop = view.status(End.POP);
      Counters counters = view.ring().counters();
      Output out = new Output(streams().out());
      out.put(json ? json(view, counters, push, pop) : text(view, counters, push, pop));
      out.flush();
    }
  }

  private static String json(QueueFileView view, Counters counters, EndStatus push, EndStatus pop)
      throws IOException {
    StringWriter text = new StringWriter();
    // ASCII alone, so that it is JSON whatever the encoding of this system is.
    JsonFactory ascii = new JsonFactoryBuilder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    try (JsonGenerator object = ascii.createGenerator(text)) {
      object.writeStartObject();
      object.writeStringField("file", view.path().toString());
      object.writeNumberField("version", view.version());
      object.writeNumberField("slots", view.geometry().slots());
      object.writeNumberField("slotSize", view.geometry().slotSize());
      object.writeNumberField("capacity", view.geometry().capacity());
      object.writeNumberField("head", counters.head());
      object.writeNumberField("tail", counters.tail());
      object.writeNumberField("depth", counters.depth());
      writeEnd(object, End.PUSH, push);
      writeEnd(object, End.POP, pop);
      object.writeEndObject();
    }
    return text + "\n";
  }

  private static void writeEnd(JsonGenerator object, End end, EndStatus status) throws IOException {
    object.writeObjectFieldStart(end.toString());
    object.writeStringField("state", status.state().name());
    object.writeNumberField("pid", status.pid());
    object.writeNumberField("generation", status.generation());
    object.writeStringField("parking", status.parking().name());
    object.writeEndObject();
  }

  private static String text(QueueFileView view, Counters counters, EndStatus push, EndStatus pop) {
    return "file      "
        + view.path()
        + "\nversion   "
        + view.version()
        + "\ngeometry  "
        + view.geometry()
        + ", capacity="
        + view.geometry().capacity()
        + ", maxLength="
        + view.geometry().maxLength()
        + "\nhead      "
        + counters.head()
        + "\ntail      "
        + counters.tail()
        + "\ndepth     "
        + counters.depth()
        + "\npush      "
        + text(push)
        + "\npop       "
        + text(pop)
        + "\n";
  }

  private static String text(EndStatus end) {
    return end.state() == State.ABSENT
        ? "ABSENT"
        : end.state()
            + ", pid="
            + end.pid()
            + ", generation="
            + end.generation()
            + ", taken "
            + Instant.ofEpochMilli(end.startTime())
            + ", parking="
            + end.parking();
  }
}
