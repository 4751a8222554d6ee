package io.pushpop.bench.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastLineTest {
  @Test
  void thereIsOneLastLineAndEverybodyCleansUp() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    List<String> done = new ArrayList<>();
    LastLine lastLine = new LastLine();
    lastLine.say(() -> done.add("before " + bytes.size()), stream, "first");
    lastLine.say(() -> done.add("again"), stream, "second");
    assertEquals(List.of("before 0", "again"), done);
    assertEquals("first" + System.lineSeparator(), bytes.toString(StandardCharsets.UTF_8));
  }
}
