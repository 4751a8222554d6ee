package io.pushpop.bench.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pushpop.bench.itch.MessageSource;
import io.pushpop.bench.itch.MessageType;
import io.pushpop.bench.itch.SessionGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The handoff as a user runs it, and the account that it writes. Where the messages are what
 * counts, its sides are threads of this JVM: three JVMs take longer to start than such a run takes.
 */
class HandoffTest {
  private static final int WIDTH = 100;
  private static final Path SHARED = Path.of("shared", "marketdata");
  private static final List<String> SAME_IN_EACH_ENCODING =
      List.of(
          ("countsByType unknownTypes wrongLengths torn tornTailBytes books bookLevels bookChecksum"
                  + " liveOrders unknownOrders overdrawnOrders repeatedOrders")
              .split(" "));
  private static final List<String> QUANTILES =
      List.of("p50", "p90", "p99", "p999", "p9999", "max");

  @TempDir Path folder;

  private Path account;

  @BeforeEach
  void nameTheAccount() {
    account = folder.resolve("the account.json");
  }

  @Test
  void aRunWithoutAPaceIsFlatOutFirstAndPacedThen() throws IOException {
    List<String> lines = run("--messages", "200000", "--warm-up", "20000", "--seed", "7");
    JsonNode json = account();
    assertWhole(json, 200_000);
    JsonNode runs = json.get("runs");
    assertEquals(2, runs.size());
    assertEquals("max", runs.get(0).get("pace").asText());
    assertEquals("500000", runs.get(1).get("pace").asText());
    for (JsonNode each : runs) {
      assertWhole(each, 200_000);
      assertTrue(each.get("books").asInt() > 100, each::toString);
      assertEquals(0, each.get("unknownOrders").asInt());
      assertTrue(each.get("messagesPerSecond").asDouble() > 0, each::toString);
    }
    assertEquals(
        runs.get(0).get("checksumPushed"), runs.get(1).get("checksumPushed"), "the same session");
    assertEquals(2, lines.stream().filter(ProgressLines.HEADER::equals).count(), "once in each");
    assertEquals(
        "OK: 400,000 messages pushed and popped, no gaps, checksums equal",
        lines.get(lines.size() - 1));
    for (String line : lines) {
      assertTrue(line.length() <= WIDTH, line);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCaptureIsReadToItsTornTail(boolean gzip) throws IOException {
    SessionGenerator session = new SessionGenerator(3, 5000);
    Path file = capture(session, gzip);
    run("--file", file.toString(), "--warm-up", "0");
    JsonNode json = account();
    assertWhole(json, 5002);
    assertEquals(1, json.get("unknownTypes").asInt());
    assertEquals(1, json.get("wrongLengths").asInt());
    assertEquals(6, json.get("tornTailBytes").asInt());
    assertTrue(json.get("torn").asBoolean());
    for (MessageType type : MessageType.values()) {
      String letter = String.valueOf((char) type.code());
      long count = json.get("countsByType").path(letter).asLong();
      assertEquals(session.counts().of(type), count, letter);
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "nasdaq_itch50_first1000.itch, 1000, 0, 0, \"S1 R993 H3 Y3\"",
        "nasdaq_itch50_truncated4096.itch, 101, 15, 0, \"S1 R98 H1 Y1\"",
        "ritch_artificial_12012_reframed.itch.gz, 12012, 0, 117,"
            + " \"S6 R3 H3 A4997 F3 E198 X45 D1745 U12 P5000\""
      })
  void realCapturesComeThroughAsTheirReadmeSays(
      String name, int messages, int tornTailBytes, int unknownOrders, String counts)
      throws Exception {
    JsonNode json = InOneJvm.handOff(plan(shared(name), Long.MAX_VALUE, Encoding.RAW));
    assertWhole(json, messages);
    assertEquals(tornTailBytes, json.get("tornTailBytes").asInt());
    assertEquals(unknownOrders, json.get("unknownOrders").asInt());
    assertEquals(0, json.get("unknownTypes").asInt());
    assertEquals(counts, counts(json));
  }

  @Test
  void aSessionLeadsToTheSameBooksInEachEncoding() throws Exception {
    int messages = 100_000;
    run(("--seed=9 --pace=max --warm-up=5000 --encoding=sbe --messages=" + messages).split(" "));
    RunPlan raw = new RunPlan(null, messages, 9, Encoding.RAW, "max", 5000, 4096, 64, false);
    assertSameInEachEncoding(Map.of(Encoding.SBE, account(), Encoding.RAW, InOneJvm.handOff(raw)));
  }

  @ParameterizedTest
  @ValueSource(ints = {3000, 5002})
  void aTornCaptureOrAPartOfItLeadsToTheSameBooksInEachEncoding(int messages) throws Exception {
    assertSameInEachEncoding(capture(new SessionGenerator(3, 5000), true), messages);
  }

  @Test
  void aSharedCaptureLeadsToTheSameBooksInEachEncoding() throws Exception {
    assertSameInEachEncoding(shared("ritch_artificial_12012_reframed.itch.gz"), Long.MAX_VALUE);
  }

  @Test
  void aPaceInMessagesASecondIsKept() throws IOException {
    HandoffProcess handoff = handOff("--pace=20000", "--messages=60000", "--warm-up=1000");
    JsonNode json = account();
    assertWhole(json, 60_000);
    assertDuration(3, json);
    assertEquals(1, json.get("runs").size());
    for (Side side : Side.values()) {
      assertTrue(
          handoff.progress(side).size() > 1,
          () -> "no line of the " + side + " before its last: " + handoff.lines());
    }
  }

  @Test
  void aPaceByTheMessagesTimesIsKept() throws IOException {
    int messages = 40_000;
    run("--pace", "x2", "--messages", "" + messages, "--seed", "5", "--warm-up", "1000");
    JsonNode json = account();
    assertWhole(json, messages);
    SessionGenerator session = new SessionGenerator(5, messages);
    long first = session.nextTimestampNanos();
    write(session, OutputStream.nullOutputStream());
    double seconds = (session.nextTimestampNanos() - first) / 2 / 1e9;
    assertDuration(seconds, json);
  }

  @Test
  void whatIsTooLongForTheRingIsCountedAndLeftOut() throws Exception {
    int messages = 3000;
    JsonNode json =
        InOneJvm.handOff(
            new RunPlan(null, messages, 1, Encoding.RAW, Pace.MAX.text(), 0, 8, 16, false));
    int tooLong = json.get("tooLong").asInt();
    assertTrue(tooLong > 0, json::toString);
    assertWhole(json, messages - tooLong);
  }

  private static void assertSameInEachEncoding(Path file, long messages) throws Exception {
    Map<Encoding, JsonNode> accounts = new EnumMap<>(Encoding.class);
    for (Encoding encoding : Encoding.values()) {
      accounts.put(encoding, InOneJvm.handOff(plan(file, messages, encoding)));
    }
    assertSameInEachEncoding(accounts);
  }

  private static RunPlan plan(Path file, long messages, Encoding encoding) {
    return new RunPlan(file.toString(), messages, 1, encoding, Pace.MAX.text(), 0, 4096, 64, false);
  }

  private static void assertSameInEachEncoding(Map<Encoding, JsonNode> accounts) {
    accounts.forEach(
        (encoding, json) -> assertEquals(encoding.toString(), json.get("encoding").asText()));
    JsonNode raw = accounts.get(Encoding.RAW);
    JsonNode sbe = accounts.get(Encoding.SBE);
    for (String what : SAME_IN_EACH_ENCODING) {
      assertEquals(raw.get(what), sbe.get(what), what);
    }
    assertEquals(0, raw.get("keptBack").asLong());
    assertTrue(sbe.get("keptBack").asLong() > 0, sbe::toString);
    assertWhole(raw, raw.get("pushed").asLong());
    assertWhole(sbe, raw.get("pushed").asLong() - sbe.get("keptBack").asLong());
  }

  /** A session between a message of unknown type and one of wrong length, and a torn tail. */
  private Path capture(SessionGenerator session, boolean gzip) throws IOException {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    frames.writeBytes(frame('z', 17));
    write(session, frames);
    frames.writeBytes(frame('A', 9));
    frames.writeBytes(new byte[] {0, 40, 'F', 1, 2, 3});
    Path file = folder.resolve("a capture");
    try (OutputStream out = output(file, gzip)) {
      frames.writeTo(out);
    }
    return file;
  }

  private List<String> run(String... arguments) {
    return handOff(arguments).lines();
  }

  /** One that has ended well. */
  private HandoffProcess handOff(String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--json";
    all[arguments.length + 1] = account.toString();
    try (HandoffProcess handoff = HandoffProcess.start(all)) {
      assertEquals(0, handoff.exitCode(), () -> "" + handoff.lines());
      handoff.assertNothingLeft();
      return handoff;
    }
  }

  private JsonNode account() throws IOException {
    return new ObjectMapper().readTree(account.toFile());
  }

  private static void assertWhole(JsonNode json, long messages) {
    assertTrue(json.get("ok").asBoolean(), json::toString);
    assertEquals(messages, json.get("pushed").asLong());
    assertEquals(messages, json.get("popped").asLong());
    assertEquals(0, json.get("gaps").asLong());
    assertEquals(json.get("checksumPushed").asText(), json.get("checksumPopped").asText());
    assertEquals(16, json.get("checksumPushed").asText().length());
    assertTrue(json.get("unknownTypes").isNumber());
    assertTrue(json.get("tornTailBytes").isNumber());
    assertTrue(json.get("messagesPerSecond").isNumber());
    long before = 0;
    for (String quantile : QUANTILES) {
      long nanos = json.get("latencyNanos").get(quantile).asLong();
      assertTrue(nanos >= before, json::toString);
      before = nanos;
    }
    assertTrue(before > 0, json::toString);
  }

  /** Within what a busy machine may do to it. */
  private static void assertDuration(double expected, JsonNode json) {
    double seconds = json.get("seconds").asDouble();
    assertTrue(seconds > 0.75 * expected && seconds < expected + 30, json::toString);
  }

  private static String counts(JsonNode json) {
    return json.get("countsByType").properties().stream()
        .map(count -> count.getKey() + count.getValue())
        .collect(Collectors.joining(" "));
  }

  private static byte[] frame(char type, int length) {
    byte[] frame = new byte[2 + length];
    frame[1] = (byte) length;
    frame[2] = (byte) type;
    return frame;
  }

  private static void write(MessageSource source, OutputStream frames) throws IOException {
    byte[] bytes = new byte[MessageType.MAX_LENGTH];
    UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    for (int n = source.next(buffer, 0); n != MessageSource.END; n = source.next(buffer, 0)) {
      frames.write(0);
      frames.write(n);
      frames.write(bytes, 0, n);
    }
  }

  private static OutputStream output(Path file, boolean gzip) throws IOException {
    OutputStream out = Files.newOutputStream(file);
    return gzip ? new GZIPOutputStream(out) : out;
  }

  /** A shared file, or an end to the test: a clone of the project alone does not have them. */
  private static Path shared(String name) {
    Path above = Path.of("").toAbsolutePath();
    while (above != null && !Files.isRegularFile(above.resolve(SHARED).resolve(name))) {
      above = above.getParent();
    }
    if (above == null) {
      String reason = "Skipped: no folder above this one has " + SHARED.resolve(name);
      System.out.println(reason);
      assumeTrue(false, reason);
    }
    return above.resolve(SHARED).resolve(name);
  }
}
