package io.pushpop.ipc.cli;

import picocli.CommandLine.Option;

/** {@code --frames}, for those who push. */
final class FramesOption {
  @Option(
      names = "--frames",
      arity = "0..1",
      paramLabel = "u16|u32",
      preprocessor = FramesPreprocessor.class,
      description =
          "Instead of lines: each element after its length, big-endian, of 2 (u16, if nothing is"
              + " said) or 4 bytes")
  private Frames frames;

  /** What was asked for, or null for lines. */
  Frames frames() {
    return frames;
  }
}
