package io.pushpop.ipc.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.pushpop.ipc.EndStatus;
import io.pushpop.queue.End;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Losses;
import java.io.IOException;
import java.io.StringWriter;

/** One JSON object in one line, and the fields of a queue that every such object has. */
final class JsonLine {
  /** ASCII alone, so that it is JSON whatever the encoding of this system is. */
  private static final JsonFactory ASCII =
      new JsonFactoryBuilder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private JsonLine() {}

  /** What writes the fields of an object. */
  interface Fields {
    /** Writes them. */
    void write(JsonGenerator object) throws IOException;
  }

  /** An object, and a newline. */
  static String of(Fields fields) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator object = ASCII.createGenerator(text)) {
      object.writeStartObject();
      fields.write(object);
      object.writeEndObject();
    }
    return text + "\n";
  }

  /** Writes geometry and counters. */
  static void writeCounters(JsonGenerator object, Geometry geometry, long head, long tail)
      throws IOException {
    object.writeNumberField("slots", geometry.slots());
    object.writeNumberField("slotSize", geometry.slotSize());
    object.writeNumberField("capacity", geometry.capacity());
    object.writeNumberField("head", head);
    object.writeNumberField("tail", tail);
    object.writeNumberField("depth", head - tail);
  }

  /** Writes what was lost. */
  static void writeLosses(JsonGenerator object, Losses losses) throws IOException {
    object.writeObjectFieldStart("losses");
    object.writeNumberField("dropped", losses.dropped());
    object.writeNumberField("conflated", losses.conflated());
    object.writeNumberField("abandoned", losses.abandoned());
    object.writeNumberField("waiting", losses.waiting());
    object.writeNumberField("told", losses.told());
    object.writeEndObject();
  }

  /** Writes who holds an end, or held it last. */
  static void writeEnd(JsonGenerator object, End end, EndStatus status) throws IOException {
    object.writeObjectFieldStart(end.toString());
    object.writeStringField("state", status.state().name());
    object.writeNumberField("pid", status.pid());
    object.writeNumberField("generation", status.generation());
    object.writeStringField("parking", status.parking().name());
    object.writeEndObject();
  }
}
