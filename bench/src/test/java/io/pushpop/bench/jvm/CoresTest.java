package io.pushpop.bench.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoresTest {

  @Test
  void readsAListAsTheKernelWritesIt() {
    assertEquals(List.of(0), Cores.parse("0"));
    assertEquals(List.of(0, 1, 2, 3, 8), Cores.parse("0-3,8"));
    assertEquals(List.of(2, 4, 5), Cores.parse("2,4-5"));
  }
}
