package io.pushpop.bench.jvm;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/** Runs a program that knows nothing of a parent, in a JVM that ends with its parent. */
public final class WatchedMain {
  private WatchedMain() {}

  /**
   * Runs it.
   *
   * @param args the name of its main class, and its arguments
   * @throws Throwable what it throws
   */
  public static void main(String[] args) throws Throwable {
    // By exit, not by halt: it may have files to remove.
    ParentWatch.haltWithParent(() -> System.exit(1));
    Object arguments = Arrays.copyOfRange(args, 1, args.length);
    try {
      Class.forName(args[0]).getMethod("main", String[].class).invoke(null, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
