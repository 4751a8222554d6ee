package io.pushpop.bench.machinecode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM prints of the methods that it has compiled, as instructions. */
final class MachineCode {
  private static final Pattern METHOD =
      Pattern.compile("Compiled method \\(c2\\).* (\\S+::\\S+) (?:@ \\d+ )?\\(\\d+ bytes\\)");
  private static final Pattern BYTES = Pattern.compile("  0x[0-9a-f]+: ([0-9a-f |]+)");
  private static final Pattern FILE = Pattern.compile("(\\S+): +file format binary");
  private static final Pattern INSTRUCTION = Pattern.compile(" +[0-9a-f]+:\t(.+)");

  private MachineCode() {}

  /**
   * Disassembles every compilation.
   *
   * @param printed by a JVM with {@code -XX:CompileCommand=print} and without a disassembler of its
   *     own
   * @param folder for the files that objdump reads
   * @return instructions by method; a method compiled twice has those of both
   * @throws IOException if objdump cannot be run
   * @throws InterruptedException if the test is to end
   */
  static Map<String, List<String>> disassemble(List<String> printed, Path folder)
      throws IOException, InterruptedException {
    Map<String, String> methods = new LinkedHashMap<>();
    StringBuilder hex = new StringBuilder();
    String method = null;
    for (String line : printed) {
      Matcher named = METHOD.matcher(line);
      Matcher bytes = BYTES.matcher(line);
      if (named.matches()) {
        method = named.group(1);
        hex.setLength(0);
      } else if (method != null && bytes.matches()) {
        hex.append(bytes.group(1).replaceAll("[ |]", ""));
      } else if (line.equals("[/MachCode]")) {
        Path file = folder.resolve(methods.size() + ".bin");
        Files.write(file, HexFormat.of().parseHex(hex));
        methods.put(file.toString(), method);
        method = null;
      }
    }
    return instructions(methods, objdump(methods.keySet()));
  }

  private static List<String> objdump(Collection<String> files)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("objdump", "-D", "-b", "binary", "-m", "i386:x86-64"));
    command.add("--no-show-raw-insn");
    command.addAll(files);
    return Output.of(command);
  }

  private static Map<String, List<String>> instructions(
      Map<String, String> methods, List<String> listing) {
    Map<String, List<String>> instructions = new LinkedHashMap<>();
    List<String> current = List.of();
    for (String line : listing) {
      Matcher file = FILE.matcher(line);
      Matcher instruction = INSTRUCTION.matcher(line);
      if (file.matches()) {
        String method = methods.get(file.group(1));
        current = instructions.computeIfAbsent(method, name -> new ArrayList<>());
      } else if (instruction.matches()) {
        current.add(instruction.group(1).strip());
      }
    }
    return instructions;
  }
}
