package io.pushpop.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.LongBinaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A kill by timing does not hit a window of a nanosecond. Here the processes die after every single
 * store of many recorded runs. More of them: {@code -Dpushpop.replay.times=100}.
 */
class PrefixReplayTest {
  private static final int TIMES = Integer.getInteger("pushpop.replay.times", 1);
  private static final long FIRST_SEED = 20_261_124L;

  @ParameterizedTest
  @CsvSource({"2, 60", "4, 60", "8, 40", "32, 2"})
  void whereverAProcessDiesTheOthersGoOnAndEveryElementIsAccountedFor(int slots, int runs)
      throws ReflectiveOperationException {
    LongBinaryOperator replay =
        new RecordingLoader().create(PrefixReplay.class, LongBinaryOperator.class);
    long deaths = 0;
    for (int i = 0; i < runs * TIMES; i++) {
      deaths += replay.applyAsLong(slots, FIRST_SEED + i);
    }
    assertTrue(deaths > runs * 500L * TIMES, "deaths=" + deaths);
  }

  @ParameterizedTest
  @CsvSource({"4, 1, 15", "8, 1, 10", "32, 1, 1", "4, 2, 15", "8, 2, 10", "32, 2, 1"})
  void whereverAProcessDiesWhileElementsAreLostTheAccountIsHonest(int slots, long policy, int runs)
      throws ReflectiveOperationException {
    LongBinaryOperator replay =
        new RecordingLoader().create(PrefixReplay.class, LongBinaryOperator.class);
    long deaths = 0;
    for (int i = 0; i < runs * TIMES; i++) {
      deaths += replay.applyAsLong(slots, FIRST_SEED + i | policy << Long.SIZE - Short.SIZE);
    }
    assertTrue(deaths > runs * 500L * TIMES, "deaths=" + deaths);
  }

  @Test
  void theRecordingStandsInForAllOfMemory() {
    assertEquals(methods(Memory.class), methods(Recording.class, "into"));
  }

  private static Set<String> methods(Class<?> type, String... others) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> !Modifier.isPrivate(method.getModifiers()))
        .filter(method -> !method.isSynthetic())
        .map(method -> method.getName())
        .filter(name -> !List.of(others).contains(name))
        .collect(Collectors.toSet());
  }
}
