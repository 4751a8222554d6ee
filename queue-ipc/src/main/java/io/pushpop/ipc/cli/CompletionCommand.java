package io.pushpop.ipc.cli;

import java.io.IOException;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** {@code pushpop completion}: has a shell complete commands, options and file names. */
@Command(
    name = "completion",
    description = {
      "Prints a script that has bash or zsh complete this command: source <(pushpop completion)"
    })
final class CompletionCommand extends PushpopCommand {
  CompletionCommand(Streams streams) {
    super(streams);
  }

  @Override
  String subject() {
    return "completion";
  }

  @Override
  void run() throws IOException, CommandFailure {
    Output out = new Output(streams().out());
    out.put(AutoComplete.bash("pushpop", spec().root().commandLine()));
    out.flush();
  }
}
