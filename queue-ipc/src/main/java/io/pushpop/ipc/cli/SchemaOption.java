package io.pushpop.ipc.cli;

import io.pushpop.ipc.FileOptions;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --schema}, for those who make a file or take an end. */
final class SchemaOption {
  @Option(
      names = "--schema",
      paramLabel = "NAME",
      converter = Converter.class,
      description =
          "What the elements mean, such as 'itch-sbe 3': a new file gets this name, and one that has"
              + " another, or none, is refused. Without it, any will do")
  private FileOptions options = FileOptions.defaults();

  FileOptions fileOptions() {
    return options;
  }

  /** From the name to what is asked of a file. */
  static final class Converter implements ITypeConverter<FileOptions> {
    @Override
    public FileOptions convert(String name) {
      try {
        return FileOptions.defaults().withSchema(name);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
