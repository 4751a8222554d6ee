package io.pushpop.ipc;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * The name of what the elements of a file mean, as it stands in the header: text in UTF-8, then
 * zeros; zeros alone for a file without one, for which the name is null.
 */
final class SchemaTag {
  /** What stands there, in words. */
  static final String EXPECTED =
      "zeros, or 1 to 63 bytes of UTF-8 without control characters and then zeros";

  /** At least one zero is left, so that the field is a string to programs in C. */
  private static final int MAX_LENGTH = FileLayout.SCHEMA_TAG_LENGTH - 1;

  private SchemaTag() {}

  /**
   * The field for a name.
   *
   * @throws IllegalArgumentException if no field can carry it
   */
  static byte[] encode(String name) {
    try {
      ByteBuffer bytes =
          StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name == null ? "" : name));
      byte[] text = Arrays.copyOf(bytes.array(), bytes.remaining());
      byte[] field = Arrays.copyOf(text, FileLayout.SCHEMA_TAG_LENGTH);
      // What does not come back as it went in was too long, empty, or has zeros inside.
      if (text.length > field.length || !Objects.equals(name, decode(field))) {
        throw refusal(name, null);
      }
      return field;
    } catch (CharacterCodingException e) {
      throw refusal(name, e);
    }
  }

  /**
   * The name that a field carries.
   *
   * @throws CharacterCodingException if it carries none, and is not all zeros either
   */
  static String decode(byte[] field) throws CharacterCodingException {
    int length = 0;
    while (length < MAX_LENGTH && field[length] != 0) {
      length++;
    }
    for (int i = length; i < field.length; i++) {
      if (field[i] != 0) {
        throw new CharacterCodingException();
      }
    }
    ByteBuffer text = ByteBuffer.wrap(field, 0, length);
    String name = StandardCharsets.UTF_8.newDecoder().decode(text).toString();
    // It is shown on terminals, which take orders from control characters.
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new CharacterCodingException();
    }
    return name.isEmpty() ? null : name;
  }

  /**
   * For refusals, in one line: in quotes, so that a schema called none can be told from none at
   * all.
   */
  static String quoted(String name) {
    return name == null ? "none" : '"' + name.replaceAll("[\\p{Cntrl}\\x80-\\x9f]", "?") + '"';
  }

  private static IllegalArgumentException refusal(String name, CharacterCodingException cause) {
    return new IllegalArgumentException(
        "a schema is a name of 1 to "
            + MAX_LENGTH
            + " bytes in UTF-8, without control characters: schema="
            + quoted(name)
            + "; take another name",
        cause);
  }
}
