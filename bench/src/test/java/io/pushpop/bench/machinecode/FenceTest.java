package io.pushpop.bench.machinecode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pushpop.bench.jvm.ChildJvm;
import io.pushpop.bench.jvm.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * That neither a push nor a pop waits for the store buffer: its machine code holds no full fence,
 * no lock prefix, and no exchange with memory, which locks without one.
 */
class FenceTest {
  private static final Pattern FULL_FENCE =
      Pattern.compile("\\block\\b|\\bmfence\\b|\\bxchg\\w*\\b.*\\(");

  /** What objdump writes where bytes are no instruction: it has lost its place. */
  private static final Pattern LOST = Pattern.compile("\\(bad\\)");

  private static final Set<String> FREE =
      loops("permits", "copies", "batches", "elements", "drops", "conflations");
  private static final Set<String> FENCED = loops("volatileStores", "fullFences", "exchanges");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void neitherAPushNorAPopHasAFullFence(boolean boundsChecks) throws Exception {
    String cpu = System.getProperty("os.arch");
    assumeTrue(
        cpu.equals("amd64"), "not checked: this test knows the fences of amd64, not of " + cpu);
    assumeTrue(Programs.has("objdump"), "not checked: there is no objdump; install binutils");
    List<String> printed = runHotLoops(boundsChecks);
    assumeFalse(
        printed.contains("[Disassembly]"),
        "not checked: this JDK disassembles by itself; take its hsdis library away");

    Map<String, List<String>> code = MachineCode.disassemble(printed, folder);
    assertTrue(code.keySet().containsAll(FREE), () -> "not all loops are in " + code.keySet());
    assertEquals(Map.of(), matching(code, LOST));
    Map<String, List<String>> fences = matching(code, FULL_FENCE);
    // They are found where they were put, so others would be found too.
    assertEquals(FENCED, fences.keySet(), fences::toString);
  }

  private static List<String> runHotLoops(boolean boundsChecks)
      throws IOException, InterruptedException {
    List<String> flags =
        List.of(
            "-Dagrona.disable.bounds.checks=" + !boundsChecks,
            "-Xbatch",
            // C1 makes a full fence of every release store; what is hot does not stay its code.
            "-XX:-TieredCompilation",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:CompileCommand=print,io.pushpop.*::*",
            "-XX:CompileCommand=print,org.agrona.*::*");
    return Output.of(ChildJvm.command(List.of(), flags, HotLoops.class, List.of()));
  }

  /** Methods with such instructions, and which. */
  private static Map<String, List<String>> matching(
      Map<String, List<String>> code, Pattern pattern) {
    Map<String, List<String>> found = new TreeMap<>();
    code.forEach(
        (method, instructions) -> {
          List<String> matches = instructions.stream().filter(pattern.asPredicate()).toList();
          if (!matches.isEmpty()) {
            found.put(method, matches);
          }
        });
    return found;
  }

  private static Set<String> loops(String... names) {
    Set<String> loops = new TreeSet<>();
    for (String name : names) {
      loops.add(HotLoops.class.getName() + "::" + name);
    }
    return loops;
  }
}
