package io.pushpop.ipc.cli;

import picocli.CommandLine.Option;

/** How elements are written; one of these at the most. */
final class FormatOptions {
  @Option(
      names = "--frames",
      arity = "0..1",
      paramLabel = "u16|u32",
      preprocessor = FramesPreprocessor.class,
      description =
          "Instead of lines: each element after its length, big-endian, of 2 (u16, if nothing is"
              + " said) or 4 bytes")
  private Frames frames;

  @Option(names = "--hex", description = "Each element as a line of hexadecimal digits")
  private boolean hex;

  /** The format that was asked for; null stands for no options at all. */
  static ElementFormat format(FormatOptions options) {
    if (options == null) {
      return ElementFormat.LINES;
    }
    return options.hex ? ElementFormat.HEX : ElementFormat.frames(options.frames);
  }
}
