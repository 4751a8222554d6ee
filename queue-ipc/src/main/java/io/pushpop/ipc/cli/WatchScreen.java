package io.pushpop.ipc.cli;

import io.pushpop.ipc.cli.WatchedFile.Seen;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Sized;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.TerminalBuilder.SystemOutput;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/** Watched files on a screen of their own, drawn over again and again until somebody quits. */
final class WatchScreen implements WatchDisplay {
  private static final String FOOTER = "q quits";
  private static final int CTRL_C = 3;

  private final Terminal terminal;
  private final Attributes before;
  private final Display display;
  private Sized size;

  private WatchScreen(Terminal terminal) {
    this.terminal = terminal;
    this.display = new Display(terminal, true);
    this.before = terminal.enterRawMode();
    Attributes raw = terminal.getAttributes();
    // Ctrl-C is a key like q here, and Ctrl-Z would leave a shell with a raw terminal.
    raw.setLocalFlag(LocalFlag.ISIG, false);
    terminal.setAttributes(raw);
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
    terminal.flush();
  }

  /**
   * The terminal of this process.
   *
   * @return null if there is none that can be drawn on
   */
  static WatchScreen open() throws IOException {
    Terminal terminal;
    try {
      terminal =
          TerminalBuilder.builder()
              .systemOutput(SystemOutput.SysOut)
              .jni(true)
              .ffm(false)
              .exec(false)
              .dumb(false)
              .graphemeCluster(false)
              .nativeSignals(false)
              .build();
    } catch (IllegalStateException e) {
      // What JLine says when it finds no terminal, or cannot reach it.
      return null;
    }
    if (terminal.getStringCapability(Capability.cursor_address) == null) {
      terminal.close();
      return null;
    }
    return new WatchScreen(terminal);
  }

  @Override
  public void show(List<Seen> files) {
    resize();
    List<AttributedString> lines = new ArrayList<>();
    for (Seen each : files) {
      add(lines, each);
    }
    int room = size.getRows() - 1;
    String footer = FOOTER;
    if (lines.size() > room) {
      lines = lines.subList(0, Math.max(0, room));
      footer += "; there is more, make the window higher";
    }
    while (lines.size() < room) {
      lines.add(AttributedString.EMPTY);
    }
    lines.add(fitted(footer, AttributedStyle.DEFAULT.faint()));
    display.update(lines, 0);
  }

  @Override
  public boolean pause(long nanos) throws IOException, InterruptedException {
    // JLine takes 0 for ever.
    long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos));
    try {
      int key = terminal.reader().read(millis);
      return key == NonBlockingReader.READ_EXPIRED || !isQuit(key);
    } catch (InterruptedIOException e) {
      throw new InterruptedException(e.getMessage());
    }
  }

  /** Leaves the terminal as it was. */
  @Override
  public void close() throws IOException {
    terminal.puts(Capability.exit_ca_mode);
    terminal.puts(Capability.cursor_visible);
    terminal.flush();
    terminal.setAttributes(before);
    terminal.close();
  }

  private void resize() {
    Size now = terminal.getSize();
    if (!now.equals(size)) {
      size = now;
      display.clear();
      display.resize(now);
    }
  }

  private void add(List<AttributedString> lines, Seen seen) {
    List<String> text = WatchText.lines(seen);
    for (int i = 0; i < text.size(); i++) {
      lines.add(fitted(text.get(i), i == WatchText.VERDICT ? style(seen) : style(i)));
    }
    lines.add(AttributedString.EMPTY);
  }

  private AttributedString fitted(String text, AttributedStyle style) {
    return new AttributedString(text, style).columnSubSequence(0, size.getColumns());
  }

  private static AttributedStyle style(Seen seen) {
    Verdict.Kind kind =
        seen.figures() == null ? Verdict.Kind.BROKEN : Verdict.of(seen.figures()).kind();
    return AttributedStyle.BOLD.foreground(
        switch (kind) {
          case GOOD -> AttributedStyle.GREEN;
          case SLOW -> AttributedStyle.YELLOW;
          case BROKEN -> AttributedStyle.RED;
        });
  }

  private static AttributedStyle style(int line) {
    return line == 0 ? AttributedStyle.BOLD : AttributedStyle.DEFAULT;
  }

  private static boolean isQuit(int key) {
    return key == 'q' || key == 'Q' || key == CTRL_C || key == NonBlockingReader.EOF;
  }
}
