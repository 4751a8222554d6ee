package io.pushpop.ipc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bash completes with the script that {@code completion} prints. */
final class CompletionTest {
  @TempDir Path folder;

  @Test
  void bashCompletesCommandsAndOptions() throws Exception {
    Session completion = Session.run("completion");
    assertEquals(0, completion.exitCode(), completion::err);
    Path script = folder.resolve("pushpop.bash");
    Files.write(script, completion.bytes());
    assertEquals("watch", completed(script, "wa"));
    assertEquals("--slots --slot-size", completed(script, "create", "--sl"));
    assertEquals("--once", completed(script, "watch", "--o"));
  }

  private static String completed(Path script, String... words)
      throws IOException, InterruptedException {
    // Outside of a completion bash refuses to be told how to sort what is found, and says so.
    String commands =
        "source "
            + script
            + "; COMP_WORDS=(pushpop "
            + String.join(" ", words)
            + "); COMP_CWORD="
            + words.length
            + "; _complete_pushpop 2> /dev/null; echo ${COMPREPLY[@]}";
    Process bash = new ProcessBuilder("bash", "-c", commands).redirectErrorStream(true).start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, bash.waitFor(), said);
    return said.strip();
  }
}
