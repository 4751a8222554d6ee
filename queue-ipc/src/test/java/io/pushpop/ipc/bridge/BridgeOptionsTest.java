package io.pushpop.ipc.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which way acknowledgements take, and what no bridge runs along. */
final class BridgeOptionsTest {
  @Test
  void acknowledgementsAreFetchedAtThePortAboveTheReceivers() {
    BridgeOptions options = BridgeOptions.of("aeron:udp?endpoint=10.0.0.2:40456", 7);
    assertEquals(
        "aeron:udp?control=10.0.0.2:40457|control-mode=dynamic|term-length=64k",
        options.ackPublication());
    assertEquals(
        "aeron:udp?endpoint=0.0.0.0:0|control=10.0.0.2:40457|control-mode=dynamic",
        options.ackSubscription());
    assertEquals(-8, options.ackStream());
  }

  @Test
  void aHostMayBeANameOrAnAddressOfSixteenBytes() {
    assertTrue(
        BridgeOptions.of("aeron:udp?endpoint=feeds:1", 7).ackPublication().contains("feeds:2|"));
    assertTrue(
        BridgeOptions.of("aeron:udp?endpoint=[::1]:1", 7).ackPublication().contains("[::1]:2|"));
  }

  @Test
  void withinAMachineTheyTakeTheSameChannelAndAnotherStream() {
    BridgeOptions options = BridgeOptions.of("aeron:ipc?term-length=1m", 7);
    assertEquals("aeron:ipc?term-length=1m", options.ackPublication());
    assertEquals("aeron:ipc?term-length=1m", options.ackSubscription());
  }

  @Test
  void aChannelThatIsNamedIsTakenAsItIs() {
    BridgeOptions options =
        BridgeOptions.of("aeron:udp?endpoint=a:1", 7).withAcks("aeron:udp?endpoint=b:9");
    assertEquals("aeron:udp?endpoint=b:9", options.ackPublication());
    assertEquals("aeron:udp?endpoint=b:9", options.ackSubscription());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aeron:udp?endpoint=224.0.1.1:40456|interface=localhost",
        "aeron:udp?endpoint=239.255.0.1:40456",
        "aeron:udp?endpoint=[ff02::1]:40456",
        "aeron:udp?control=a:1|control-mode=dynamic",
        "aeron:udp?endpoint=a",
        "aeron:udp?endpoint=a:0",
        "aeron:udp?endpoint=a:65535"
      })
  void whereNoneFollowsOneHasToBeNamed(String channel) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> BridgeOptions.of(channel, 7))
            .getMessage();
    assertEquals(
        "no channel for acknowledgements follows from this one: channel="
            + channel
            + ", expected=aeron:udp?endpoint=HOST:PORT of the receiver, with a port from 1 to 65534,"
            + " or aeron:ipc; name a channel from the receiver to the sender (--acks, withAcks)",
        message);
    assertEquals(
        "aeron:ipc",
        new BridgeOptions(channel, 7, "aeron:ipc", 0, BridgeListener.NONE).ackPublication());
  }

  @Test
  void aChannelThatMayLoseIsRefused() {
    String lossy = "aeron:udp?endpoint=a:1|reliable=false";
    String expected =
        "a bridge loses nothing, and this channel may: channel="
            + lossy
            + "; leave reliable=false out";
    assertEquals(
        expected,
        assertThrows(IllegalArgumentException.class, () -> BridgeOptions.of(lossy, 7))
            .getMessage());
    BridgeOptions options = BridgeOptions.of("aeron:ipc", 7);
    assertEquals(
        expected,
        assertThrows(IllegalArgumentException.class, () -> options.withAcks(lossy)).getMessage());
  }

  @Test
  void noLengthIsNegative() {
    BridgeOptions options = BridgeOptions.of("aeron:ipc", 7);
    assertEquals(
        "the longest element has 0 bytes or more: -1",
        assertThrows(IllegalArgumentException.class, () -> options.withLongest(-1)).getMessage());
  }
}
