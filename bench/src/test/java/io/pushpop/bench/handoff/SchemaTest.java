package io.pushpop.bench.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pushpop.bench.sbe.codec.MessageHeaderEncoder;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Permit;
import io.pushpop.queue.Push;
import io.pushpop.queue.Queue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The schema, and what is generated from it. */
class SchemaTest {
  private static final Path SCHEMA = Path.of("src", "main", "sbe", "market-data.xml");
  private static final Pattern MESSAGE = Pattern.compile("<sbe:message name=\"(\\w+)\"");
  private static final int SLOT_SIZE = 64;

  @Test
  void eachMessageFitsOneSlotBehindItsSendTime() throws IOException, ReflectiveOperationException {
    Set<String> names = new TreeSet<>();
    Matcher messages = MESSAGE.matcher(Files.readString(SCHEMA));
    while (messages.find()) {
      names.add(messages.group(1));
    }
    assertEquals(Set.of("Quote", "Trade", "Add", "Execute", "Cancel", "Delete", "Replace"), names);
    try (Queue queue = Queue.allocate(Geometry.of(2, SLOT_SIZE));
        Push push = queue.push();
        Permit slot = push.tryReserve()) {
      int room =
          slot.maxLength() - ElementLayout.MESSAGE_OFFSET - MessageHeaderEncoder.ENCODED_LENGTH;
      for (String name : names) {
        int block =
            Class.forName(MessageHeaderEncoder.class.getPackageName() + "." + name + "Encoder")
                .getField("BLOCK_LENGTH")
                .getInt(null);
        assertTrue(block <= room, () -> name + ": block=" + block + ", room=" + room);
      }
    }
  }
}
