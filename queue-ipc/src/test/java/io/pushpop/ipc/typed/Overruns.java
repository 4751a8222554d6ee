package io.pushpop.ipc.typed;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesOut;

/** Every way to write too much that Chronicle offers: more than 56 bytes, or beyond them. */
final class Overruns {
  private Overruns() {}

  /** The encoders, by what they do. */
  static Map<String, Consumer<BytesOut<?>>> encoders() {
    Map<String, Consumer<BytesOut<?>>> encoders = new LinkedHashMap<>();
    encoders.put("longs", bytes -> repeat(8, () -> bytes.writeLong(-1)));
    encoders.put("ints", bytes -> repeat(15, () -> bytes.writeInt(-1)));
    encoders.put("doubles", bytes -> repeat(8, () -> bytes.writeDouble(Double.NaN)));
    encoders.put("bytes", bytes -> repeat(57, () -> bytes.writeByte((byte) -1)));
    encoders.put("one long across the end", bytes -> bytes.writeSkip(52).writeLong(-1));
    encoders.put("array", bytes -> bytes.write(new byte[57]));
    encoders.put("text", bytes -> bytes.writeUtf8("x".repeat(57)));
    encoders.put("8-bit text", bytes -> bytes.write8bit("x".repeat(57)));
    encoders.put("appended text", bytes -> bytes.append("x".repeat(57)));
    encoders.put("appended number", bytes -> repeat(4, () -> bytes.append(Long.MIN_VALUE)));
    encoders.put("appended double", bytes -> repeat(4, () -> bytes.append(-1234567.890123456)));
    encoders.put("stop bits", bytes -> repeat(57, () -> bytes.writeStopBit(1)));
    encoders.put("skip", bytes -> bytes.writeSkip(57));
    encoders.put("position", bytes -> bytes.writePosition(57));
    encoders.put("limit", bytes -> bytes.writeLimit(64).writeSkip(57));
    encoders.put("cleared", bytes -> bytes.clear().write(new byte[57]));
    encoders.put("at an offset", bytes -> ((Bytes<?>) bytes).writeLong(52, -1));
    encoders.put("behind the slot", bytes -> ((Bytes<?>) bytes).writeLong(56, -1));
    return encoders;
  }

  private static void repeat(int times, Runnable action) {
    for (int i = 0; i < times; i++) {
      action.run();
    }
  }
}
