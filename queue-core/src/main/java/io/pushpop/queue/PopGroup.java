package io.pushpop.queue;

import java.util.Arrays;
import java.util.Objects;
import org.agrona.concurrent.Agent;

/**
 * Several pop ends served by one thread, in turns: for a strategy that is fed by several feeds.
 *
 * <p>In a turn each end is drained once, of at most {@link #limit()} elements, and each turn begins
 * one end further on than the last. So a feed that always has elements gets no more than its share,
 * and one that has few is never kept waiting for more than a turn.
 *
 * <p>One thread at a time calls {@link #poll}, and while an end is a member, nobody else uses that
 * end. Any thread may add and remove members, a handler too. A poll allocates nothing.
 *
 * <p>It is an Agrona {@link Agent}, so that an {@code AgentRunner} can be its thread.
 */
public final class PopGroup implements Agent {
  private static final Member[] NOBODY = {};

  private final int limit;

  /** Replaced as a whole, so that a poll goes on with the members that it began with. */
  private volatile Member[] members = NOBODY;

  private int turns;

  /**
   * A group without members.
   *
   * @param limit how many elements of one end are popped in a turn, 1 or more; they are freed for
   *     their producer together, so a quarter of a ring's slots is much
   * @throws IllegalArgumentException if limit is less than 1
   */
  public PopGroup(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a turn has 1 element or more: limit=" + limit);
    }
    this.limit = limit;
  }

  /**
   * Adds an end. The next poll serves it.
   *
   * @param pop used by the group alone until it is removed
   * @param handler sees the elements of this end; it may add and remove members
   * @throws IllegalArgumentException if the end is a member already
   */
  public synchronized void add(Pop pop, ElementHandler handler) {
    Objects.requireNonNull(pop, "pop");
    Objects.requireNonNull(handler, "handler");
    if (indexOf(pop) >= 0) {
      throw new IllegalArgumentException(
          "this pop end is in the group already; remove it first to give it another handler");
    }
    Member[] more = Arrays.copyOf(members, members.length + 1);
    more[members.length] = new Member(pop, handler);
    members = more;
  }

  /**
   * Removes an end, and leaves it open. Called by the thread that polls, the end is free at once;
   * called by another, when the poll that runs now is over.
   *
   * @param pop to be removed
   * @return false if it is no member
   */
  public synchronized boolean remove(Pop pop) {
    int index = indexOf(pop);
    if (index < 0) {
      return false;
    }
    Member[] before = members;
    before[index].removed = true;
    Member[] fewer = Arrays.copyOf(before, before.length - 1);
    System.arraycopy(before, index + 1, fewer, index, fewer.length - index);
    members = fewer;
    return true;
  }

  /**
   * One turn: every end is drained once.
   *
   * <p>If a handler throws, or a queue is corrupt, the turn ends there; the element stays in its
   * queue, and the next turn begins with another end.
   *
   * @return how many elements were popped; 0 if all queues are empty
   * @throws CorruptQueueException as {@link Pop#drain}
   * @throws IllegalStateException as {@link Pop#drain}; also if called from a handler
   */
  public int poll() {
    Member[] served = members;
    if (served.length == 0) {
      return 0;
    }
    int first = Math.floorMod(turns++, served.length);
    int popped = 0;
    for (int i = first; i < served.length; i++) {
      popped += served[i].drain(limit);
    }
    for (int i = 0; i < first; i++) {
      popped += served[i].drain(limit);
    }
    return popped;
  }

  /**
   * How many elements of one end are popped in a turn, at the most.
   *
   * @return 1 or more
   */
  public int limit() {
    return limit;
  }

  /**
   * How many ends are in the group.
   *
   * @return 0 or more
   */
  public int size() {
    return members.length;
  }

  /**
   * The same as {@link #poll()}, for Agrona.
   *
   * @return how many elements were popped
   */
  @Override
  public int doWork() {
    return poll();
  }

  @Override
  public String roleName() {
    return "pushpop";
  }

  private int indexOf(Pop pop) {
    for (int i = 0; i < members.length; i++) {
      if (members[i].pop == pop) {
        return i;
      }
    }
    return -1;
  }

  /** An end and who sees its elements. */
  private static final class Member {
    private final Pop pop;
    private final ElementHandler handler;

    /** Set while a poll may still go on with the members of before. */
    private volatile boolean removed;

    Member(Pop pop, ElementHandler handler) {
      this.pop = pop;
      this.handler = handler;
    }

    int drain(int limit) {
      return removed ? 0 : pop.drain(handler, limit);
    }
  }
}
