package io.pushpop.ipc.typed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pushpop.ipc.ChildJvm;
import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.nio.file.Path;
import java.util.List;
import net.openhft.chronicle.bytes.BytesMarshallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each flag that typed elements may need, forgotten: it is named in a sentence. */
final class ChronicleFlagsTest {
  private static final String FIELDS_OUT_OF_REACH =
      "Chronicle Bytes cannot reach the fields of the element: type=%s; start java with --add-opens"
          + " java.base/java.lang.reflect=ALL-UNNAMED, or make the class and its fields public, or"
          + " give it writeMarshallable and readMarshallable of its own";

  @TempDir Path folder;

  /** An element that leaves its encoding to Chronicle, as users would write it. */
  private static final class Order implements BytesMarshallable {
    private long id = 7;
    private double price = 1.5;
  }

  /** The program: an element that says how it is encoded, and one that does not. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws Exception {
      for (int i = 0; i < 2; i++) {
        try (QueueFile file = QueueFile.openOrCreate(Path.of(arguments[0]), Geometry.of(8, 64));
            Push push = file.push();
            Pop pop = file.pop()) {
          TypedPush typedPush = new TypedPush(push);
          TypedPop typedPop = new TypedPop(pop);
          Quote quote = new Quote();
          System.out.println(typedPush.tryPush(quote.set(7)) && typedPop.tryPop(quote));
          Order order = new Order();
          typedPush.tryPush(order);
          order.id = 0;
          order.price = 0;
          System.out.println(typedPop.tryPop(order) + " " + order.id + " " + order.price);
        } catch (IllegalStateException refusal) {
          System.out.println(refusal.getMessage());
        }
      }
    }
  }

  @Test
  void theFlagThatAgronaNeedsIsNamed() {
    try (ChildJvm child = ChildJvm.startWithoutFlags(Program.class, folder.resolve("ring"))) {
      for (int i = 0; i < 2; i++) {
        String refusal = child.readLine();
        assertTrue(
            refusal.contains(
                "start java with --add-exports java.base/jdk.internal.misc=ALL-UNNAMED"),
            refusal);
      }
    }
  }

  @Test
  void theFlagThatAllowsChronicleToReachMemoryIsNamed() {
    assumeTrue(
        Runtime.version().feature() >= 24, "a JDK before 24 cannot be told to deny that access");
    try (ChildJvm child = startWith("--sun-misc-unsafe-memory-access=deny")) {
      for (int i = 0; i < 2; i++) {
        child.expect(
            "Chronicle Bytes, which typed elements need, cannot reach the memory access of the JVM:"
                + " start java with --add-exports java.base/jdk.internal.misc=ALL-UNNAMED, and on"
                + " JDK 24 or later with --sun-misc-unsafe-memory-access=allow too; or push and pop"
                + " raw bytes, which need no Chronicle");
      }
      assertEquals(0, child.exitCode(), child::errors);
    }
  }

  @Test
  void theFlagThatLetsChronicleReachFieldsIsNamed() {
    String refusal = String.format(FIELDS_OUT_OF_REACH, Order.class.getName());
    try (ChildJvm child = ChildJvm.start(Program.class, folder.resolve("ring"))) {
      child.expect("true").expect(refusal).expect("true").expect(refusal);
      assertEquals(0, child.exitCode(), child::errors);
    }
  }

  @Test
  void withThatFlagPrivateFieldsAreWrittenAndRead() {
    try (ChildJvm child = startWith("--add-opens=java.base/java.lang.reflect=ALL-UNNAMED")) {
      child.expect("true").expect("true 7 1.5").expect("true").expect("true 7 1.5");
      assertEquals(0, child.exitCode(), child::errors);
    }
  }

  @Test
  void fieldsOutOfReachPushNothingAndPopNothing() throws Exception {
    try (QueueFile file = QueueFile.create(folder.resolve("ring"), Geometry.of(8, 64));
        Push push = file.push();
        Pop pop = file.pop()) {
      TypedPush typedPush = new TypedPush(push);
      TypedPop typedPop = new TypedPop(pop);
      Order order = new Order();
      String sentence = String.format(FIELDS_OUT_OF_REACH, Order.class.getName());
      assertEquals(sentence, refusal(() -> typedPush.tryPush(order)));
      assertEquals(sentence, refusal(() -> typedPush.tryPush(3, order)));
      assertFalse(pop.canPop());
      typedPush.tryPush(3, new Quote().set(1));
      assertEquals(sentence, refusal(() -> typedPop.tryPop(order)));
      assertEquals(
          String.format(FIELDS_OUT_OF_REACH, "id 3"),
          refusal(() -> typedPop.tryPop((type, bytes) -> order.readMarshallable(bytes))));
      assertTrue(pop.canPop());
      AssertionError own = new AssertionError("the encoder's own");
      assertEquals(
          own,
          assertThrows(
              AssertionError.class,
              () ->
                  typedPush.tryPush(
                      Coded.encoding(
                          bytes -> {
                            throw own;
                          }))));
    }
  }

  private ChildJvm startWith(String flag) {
    return ChildJvm.startUnder(List.of(), List.of(flag), Program.class, folder.resolve("ring"));
  }

  private static String refusal(Runnable use) {
    return assertThrows(IllegalStateException.class, use::run).getMessage();
  }
}
