package io.pushpop.bench.handoff;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pushpop.bench.itch.CaptureReader;
import io.pushpop.bench.jvm.Cores;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Does one run after the other, prints what comes of them, and decides. When this JVM is told to
 * end, a shutdown hook ends the run that is under way.
 */
final class Parent {
  private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private final LastLine lastLine = new LastLine();
  private final PrintStream out;
  private final PrintStream err;
  private volatile Run running;

  Parent(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Does the runs. To be called once.
   *
   * @param plans one for each
   * @param json where the accounts are to be written too, or null
   * @return whether everything arrived
   */
  boolean handOff(List<RunPlan> plans, Path json) {
    Runtime.getRuntime().addShutdownHook(new Thread(this::endEarly, "end early"));
    try {
      checkInput(plans, json);
      List<Outcome> outcomes = runAll(plans);
      if (json != null) {
        mapper.writeValue(json.toFile(), toJson(outcomes));
      }
      requireAgreement(outcomes);
      lastLine.say(() -> {}, out, verdict(outcomes));
      return true;
    } catch (HandoffException | IOException | RuntimeException e) {
      lastLine.say(() -> {}, err, "FAILED: " + Failures.sentence(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      lastLine.say(() -> {}, err, "FAILED: interrupted");
    }
    return false;
  }

  /** Finds out now what would be found out when everything has been started, or is over. */
  private static void checkInput(List<RunPlan> plans, Path json)
      throws HandoffException, IOException {
    String file = plans.get(0).file();
    if (file != null) {
      CaptureReader.open(Path.of(file)).close();
    }
    if (json != null) {
      Path folder = json.toAbsolutePath().getParent();
      if (Files.isDirectory(json) || folder == null || !Files.isWritable(folder)) {
        throw new HandoffException(
            "the account cannot be written: file="
                + json
                + "; give the path of a file, in a folder that exists and may be written to");
      }
    }
  }

  private List<Outcome> runAll(List<RunPlan> plans)
      throws HandoffException, IOException, InterruptedException {
    Cores cores = Cores.find();
    List<Outcome> outcomes = new ArrayList<>();
    for (RunPlan plan : plans) {
      if (plans.size() > 1) {
        out.print("run " + (outcomes.size() + 1) + " of " + plans.size() + ": ");
      }
      Outcome outcome = run(plan, cores);
      Report.lines(outcome).forEach(out::println);
      out.println();
      outcomes.add(outcome);
    }
    return outcomes;
  }

  private Outcome run(RunPlan plan, Cores cores)
      throws HandoffException, IOException, InterruptedException {
    try (Run run = new Run(plan, cores)) {
      running = run;
      out.println(Report.title(plan));
      run.start();
      out.println(run.description());
      out.println(ProgressLines.HEADER);
      out.flush();
      return run.await();
    } finally {
      running = null;
    }
  }

  private ObjectNode toJson(List<Outcome> outcomes) {
    ObjectNode json = outcomes.get(outcomes.size() - 1).toJson(mapper);
    ArrayNode runs = json.putArray("runs");
    outcomes.forEach(outcome -> runs.add(outcome.toJson(mapper)));
    return json;
  }

  private static void requireAgreement(List<Outcome> outcomes) throws HandoffException {
    List<String> found = outcomes.stream().flatMap(each -> each.mismatches().stream()).toList();
    if (!found.isEmpty()) {
      throw new HandoffException("the sides do not agree: " + String.join(", ", found));
    }
  }

  private static String verdict(List<Outcome> outcomes) {
    long messages = outcomes.stream().mapToLong(each -> each.strategy().popped()).sum();
    long tooLong = outcomes.stream().mapToLong(each -> each.feed().tooLong()).sum();
    long keptBack = outcomes.stream().mapToLong(each -> each.feed().keptBack().total()).sum();
    return String.format(
            Locale.ROOT, "OK: %,d messages pushed and popped, no gaps, checksums equal", messages)
        + unlessNone("; %,d left out, too long for the ring", tooLong)
        + unlessNone("; %,d kept back, in no message of the schema", keptBack);
  }

  private static String unlessNone(String format, long messages) {
    return messages == 0 ? "" : String.format(Locale.ROOT, format, messages);
  }

  private void endEarly() {
    lastLine.say(
        this::closeRunning,
        err,
        "FAILED: interrupted before the handoff was over; both sides were ended, the ring removed");
  }

  private void closeRunning() {
    Run run = running;
    if (run != null) {
      try {
        run.close();
      } catch (IOException e) {
        err.println("handoff: the folder of the run is left behind: " + Failures.sentence(e));
      }
    }
  }
}
