package io.pushpop.bench.handoff;

import io.pushpop.bench.itch.MessageCounts;
import io.pushpop.bench.itch.MessageType;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many messages of each type there were, as it stands in an account.
 *
 * @param byType messages by the letter of their type, those of the table that were seen
 * @param unknownTypes messages of types that are not in the table
 * @param wrongLengths messages of a type in the table with another length
 */
record TypeCounts(Map<String, Long> byType, long unknownTypes, long wrongLengths) {
  static TypeCounts of(MessageCounts counts) {
    Map<String, Long> byType = new LinkedHashMap<>();
    for (MessageType type : MessageType.values()) {
      if (counts.of(type) > 0) {
        byType.put(letter(type), counts.of(type));
      }
    }
    return new TypeCounts(byType, counts.unknownTypes(), counts.wrongLengths());
  }

  /** These and those. */
  TypeCounts plus(TypeCounts those) {
    Map<String, Long> sums = new LinkedHashMap<>();
    for (MessageType type : MessageType.values()) {
      String letter = letter(type);
      long sum = byType.getOrDefault(letter, 0L) + those.byType.getOrDefault(letter, 0L);
      if (sum > 0) {
        sums.put(letter, sum);
      }
    }
    return new TypeCounts(
        sums, unknownTypes + those.unknownTypes, wrongLengths + those.wrongLengths);
  }

  /** All messages. */
  long total() {
    return byType.values().stream().mapToLong(Long::longValue).sum() + unknownTypes + wrongLengths;
  }

  private static String letter(MessageType type) {
    return String.valueOf((char) type.code());
  }
}
