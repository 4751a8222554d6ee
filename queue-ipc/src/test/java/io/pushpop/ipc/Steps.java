package io.pushpop.ipc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;

/**
 * What a process comes by on its way to a file or an end: {@link SteppingLoader} puts a step before
 * each call by which it changes something that others can see. From some step on the process tells
 * its parent of each, and waits there until it is told to go on. It has no other way to wait: so
 * whoever kills it kills it there.
 */
final class Steps {
  private static final BufferedReader PARENT = new BufferedReader(new InputStreamReader(System.in));

  private static int stepsToPass = Integer.MAX_VALUE;

  private Steps() {}

  /** Counts from here on. */
  static void passAndThenWait(int steps) {
    stepsToPass = steps;
  }

  static void step(String what) {
    if (stepsToPass > 0) {
      stepsToPass--;
      return;
    }
    System.out.println(what);
    System.out.flush();
    try {
      PARENT.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
