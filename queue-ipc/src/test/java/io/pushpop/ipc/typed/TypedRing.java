package io.pushpop.ipc.typed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.EndOptions;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small ring file with both its ends, every byte of which a test can look at. */
final class TypedRing implements AutoCloseable {
  static final int SLOTS = 8;
  static final int SLOT_PAYLOAD = 56;

  final Push push;
  final Pop pop;
  private final Path path;
  private final QueueFile file;

  TypedRing(Path path) throws IOException {
    this(path, EndOptions.defaults());
  }

  TypedRing(Path path, EndOptions pushOptions) throws IOException {
    this.path = path;
    file = QueueFile.create(path, Geometry.of(SLOTS, 64));
    push = file.push(pushOptions);
    pop = file.pop();
  }

  byte[] bytes() throws IOException {
    return Files.readAllBytes(path);
  }

  /** All but the payload of the slot that an element was refused for is as before. */
  void assertUntouched(byte[] before, String encoder) throws IOException {
    byte[] after = bytes();
    int payload = 8192 + (int) (push.position() % SLOTS) * 64 + 8;
    System.arraycopy(before, payload, after, payload, SLOT_PAYLOAD);
    assertArrayEquals(before, after, encoder);
  }

  @Override
  public void close() {
    push.close();
    pop.close();
    file.close();
  }
}
