package io.pushpop.bench.contest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That every contender carries its elements whole and in order; no figure is judged here. */
class ContestTest {

  @Test
  void everyContenderCarriesWhatItIsGiven(@TempDir Path folder) throws IOException {
    Path json = folder.resolve("results.json");
    assertEquals(
        0,
        Contest.run(
            "--rounds", "1", "--millis", "100", "--bounds-checks", "on", "--json", "" + json));
    JsonNode results = new ObjectMapper().readTree(json.toFile());
    assertEquals(7, results.size());
    for (JsonNode result : results) {
      assertTrue(result.get("median").asDouble() > 0, result.toString());
      assertTrue(
          result.get("rounds").get(0).get("elements").asLong() > Contender.RING_LENGTH / 64,
          "the ring has wrapped: " + result);
    }
  }

  @Test
  void aPayloadThatIsNotTheExpectedOneIsRefused() {
    for (int length : new int[] {8, 32, 56}) {
      Payload payload = Payload.of(length);
      UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
      payload.write(buffer, 0, 41);
      payload.check(buffer, 0, length, 41);
      for (int i = 0; i < length; i++) {
        byte right = buffer.getByte(i);
        buffer.putByte(i, (byte) (right + 1));
        IllegalStateException refusal =
            assertThrows(IllegalStateException.class, () -> payload.check(buffer, 0, length, 41));
        assertEquals(
            "element 41 arrived wrong or out of order: length=" + length, refusal.getMessage());
        buffer.putByte(i, right);
      }
    }
  }
}
