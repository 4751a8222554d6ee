package io.pushpop.bench.itch;

/** How many messages of each type were seen. For one thread. */
public final class MessageCounts {
  private final long[] counts = new long[MessageType.values().length];
  private long unknownTypes;
  private long wrongLengths;
  private long total;

  /**
   * Counts one message.
   *
   * @param code the message's first byte
   * @param length bytes of the message
   * @return its type, or null for a message to be skipped (see {@link MessageType#of})
   */
  public MessageType add(byte code, int length) {
    MessageType type = MessageType.of(code, length);
    if (type != null) {
      add(type);
      return type;
    }
    total++;
    if (MessageType.isKnown(code)) {
      wrongLengths++;
    } else {
      unknownTypes++;
    }
    return null;
  }

  /**
   * Counts one message of a type.
   *
   * @param type which
   */
  public void add(MessageType type) {
    total++;
    counts[type.ordinal()]++;
  }

  /**
   * Messages of a type, with the length that the table gives it.
   *
   * @param type which
   * @return 0 or more
   */
  public long of(MessageType type) {
    return counts[type.ordinal()];
  }

  /**
   * Messages of types that the table does not have.
   *
   * @return 0 or more
   */
  public long unknownTypes() {
    return unknownTypes;
  }

  /**
   * Messages of a type that the table has, but with another length.
   *
   * @return 0 or more
   */
  public long wrongLengths() {
    return wrongLengths;
  }

  /**
   * All messages: those of every type, of unknown types and with wrong lengths.
   *
   * @return 0 or more
   */
  public long total() {
    return total;
  }
}
