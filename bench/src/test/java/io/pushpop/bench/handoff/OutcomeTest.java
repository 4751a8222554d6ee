package io.pushpop.bench.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That a handoff which went wrong cannot pass for one that went right. */
class OutcomeTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void accountsThatAgreeAreRight() {
    assertEquals(List.of(), outcome((name, value) -> value).mismatches());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "popped          | 9  | messages pushed=10 popped=9, gaps=1",
        "popped          | 12 | messages pushed=10 popped=12, gaps=2",
        "backwards       | 3  | gaps=3",
        "checksum        | b  | checksum pushed=a popped=b",
        "bytes           | 99 | bytes pushed=100 popped=99",
        "position        | 11 | position pushed=10 popped=11",
        "unknownOrders   | 1  | unknownOrders=1 in a generated session",
        "overdrawnOrders | 1  | overdrawnOrders=1 in a generated session",
        "repeatedOrders  | 1  | repeatedOrders=1 in a generated session",
      })
  void whateverTheStrategySawOtherwiseIsAMismatch(String field, String seen, String expected) {
    Outcome outcome = outcome((name, value) -> name.equals(field) ? seen : value);
    assertEquals(expected, String.join(", ", outcome.mismatches()));
    assertFalse(outcome.toJson(MAPPER).get("ok").asBoolean());
  }

  @Test
  void whatWasKeptBackIsPartOfTheInput() {
    TypeCounts counts = outcome((name, value) -> value).counts();
    assertEquals(new TypeCounts(Map.of("A", 12L, "R", 3L), 4, 5), counts);
    assertEquals(24, counts.total());
  }

  @Test
  void theRateIsTakenBetweenTheFirstMessageAndTheLast() {
    assertEquals(9, outcome((name, value) -> value).messagesPerSecond());
    assertEquals(90, outcome((name, value) -> value).bytesPerSecond());
    assertEquals(0, outcome((name, value) -> name.equals("nanos") ? "0" : value).bytesPerSecond());
  }

  private static Outcome outcome(BiFunction<String, String, String> change) {
    ObjectNode strategy =
        MAPPER.valueToTree(
            new StrategyAccount(
                10,
                100,
                "a",
                10,
                0,
                1,
                0,
                1_000_000_000,
                new TypeCounts(Map.of("A", 10L), 0, 0),
                0,
                0,
                0,
                10,
                1,
                new BookSum(1, "c"),
                new Latency(1, 2, 3, 4, 5, 6)));
    for (var field : strategy.properties()) {
      if (field.getValue().isValueNode()) {
        String before = field.getValue().asText();
        String after = change.apply(field.getKey(), before);
        if (!after.equals(before)) {
          strategy.put(field.getKey(), after);
        }
      }
    }
    return new Outcome(
        new RunPlan(null, 10, 1, Encoding.RAW, "max", 0, 16, 64, true),
        "not pinned",
        new FeedAccount(
            10,
            100,
            "a",
            10,
            0,
            1,
            0,
            0,
            0,
            0,
            0,
            0,
            new TypeCounts(Map.of("A", 2L, "R", 3L), 4, 5),
            false,
            0),
        MAPPER.convertValue(strategy, StrategyAccount.class));
  }
}
