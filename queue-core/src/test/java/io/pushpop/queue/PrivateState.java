package io.pushpop.queue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * What an end keeps to itself: the values of its fields that change. Taken from one end and given
 * to another, it lets an end go on in a region that is a copy of its own.
 */
final class PrivateState {

  /** Counts looks, and so would make no two states equal. */
  private static final String LOOKS = "looks";

  private static final List<Field> PUSH = fields(Push.class);
  private static final List<Field> POP = fields(Pop.class);

  private final List<Field> fields;
  private final List<Object> values = new ArrayList<>();

  private PrivateState(Object end, List<Field> fields) {
    this.fields = fields;
    try {
      for (Field field : fields) {
        values.add(field.get(end));
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  static PrivateState of(Push push) {
    return new PrivateState(push, PUSH);
  }

  static PrivateState of(Pop pop) {
    return new PrivateState(pop, POP);
  }

  void giveTo(Object end) {
    try {
      for (int i = 0; i < values.size(); i++) {
        fields.get(i).set(end, values.get(i));
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The value of one field. */
  long get(String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).getName().equals(name)) {
        return (Long) values.get(i);
      }
    }
    throw new IllegalArgumentException(name);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PrivateState state && state.values.equals(values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(fields.get(i).getName());
      text.append('=').append(values.get(i));
    }
    return text.toString();
  }

  private static List<Field> fields(Class<?> end) {
    List<Field> fields = new ArrayList<>();
    for (Field field : end.getDeclaredFields()) {
      int modifiers = field.getModifiers();
      if (Modifier.isStatic(modifiers) || Modifier.isFinal(modifiers)) {
        continue;
      }
      if (!field.getType().isPrimitive()) {
        throw new IllegalStateException("a state that is shared cannot be copied: " + field);
      }
      if (!field.getName().equals(LOOKS)) {
        field.setAccessible(true);
        fields.add(field);
      }
    }
    return fields;
  }
}
