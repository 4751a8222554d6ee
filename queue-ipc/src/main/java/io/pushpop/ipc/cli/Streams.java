package io.pushpop.ipc.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a command reads from and writes to. Channels, because a thread that is blocked in one can be
 * interrupted, which the end that it holds depends on.
 *
 * @param in elements to push
 * @param out elements popped, and reports
 * @param err sentences for people
 * @param errIsTerminal whether somebody may be watching err
 * @param areScreen whether somebody watches out, and types into in
 */
record Streams(
    ReadableByteChannel in,
    WritableByteChannel out,
    PrintStream err,
    boolean errIsTerminal,
    boolean areScreen) {

  /** Those of this process. */
  static Streams ofProcess() {
    return new Streams(
        new FileInputStream(FileDescriptor.in).getChannel(),
        new FileOutputStream(FileDescriptor.out).getChannel(),
        System.err,
        isTerminal(2),
        isTerminal(0) && isTerminal(1));
  }

  /** Says one sentence in one line, whatever is in it. */
  void say(String sentence) {
    err.println("pushpop: " + sentence.replaceAll("\\R", " "));
    err.flush();
  }

  /** Not from System.console(), which on newer JDKs is there without a terminal, too. */
  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.matches("/dev/(pts/\\d+|tty\\w*|console)");
    } catch (IOException e) {
      // Nobody can tell, so nobody is watching.
      return false;
    }
  }
}
