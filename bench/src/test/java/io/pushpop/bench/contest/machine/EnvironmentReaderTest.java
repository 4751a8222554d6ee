package io.pushpop.bench.contest.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pushpop.bench.jvm.Cores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentReaderTest {
  @TempDir private Path root;

  @Test
  void readsTheFilesOfTheKernel() throws IOException {
    put("proc/cpuinfo", "processor\t: 0\nmodel name\t: Some CPU: 3 GHz\nmodel name\t: Other\n");
    put("proc/sys/kernel/osrelease", "6.1.0-test\n");
    put("proc/loadavg", "0.75 0.50 0.25 1/99 4321\n");
    put("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
    Files.createDirectories(root.resolve("dev/shm"));

    EnvironmentReader reader = new EnvironmentReader(root);
    assertEquals("Some CPU: 3 GHz", reader.cpuModel());
    assertEquals("powersave", reader.governor(List.of(0, 1)));
    assertEquals(0.75, reader.loadAverage());

    Environment environment = reader.read("abc", Cores.find(), List.of("-Xmx1g", "-XX:+UseZGC"));
    assertEquals("6.1.0-test", environment.kernel());
    assertTrue(environment.sharedMemoryMib() > 0);
    Map<String, String> facts = environment.facts();
    assertEquals("abc", facts.get("Commit"));
    assertEquals("-Xmx1g -XX:+UseZGC", facts.get("JVM flags"));
    assertEquals("0.75", facts.get("Load average before"));
    assertTrue(facts.get("JDK").contains(System.getProperty("java.vm.version")));
  }

  @Test
  void threadsOfOneJvmArePinnedAsJvmsAre() throws IOException {
    Cores cores = Cores.find();
    assumeTrue(cores.canPin());
    assertEquals(
        cores + " (a thread to each where both sides share a JVM)",
        new EnvironmentReader(root).read("abc", cores, List.of()).pinning());
  }

  @Test
  void whatIsNotThereIsUnknown() throws IOException {
    Environment environment = new EnvironmentReader(root).read("abc", Cores.find(), List.of());
    assertEquals("unknown", environment.cpu());
    assertEquals("unknown", environment.governor());
    assertEquals("unknown", environment.kernel());
    assertNull(environment.loadAverage());
    assertNull(environment.sharedMemoryMib());
    assertNull(environment.smtSiblings());
    assertEquals("unknown", environment.facts().get("/dev/shm"));
    assertEquals("unknown", environment.facts().get("Load average before"));
    assertEquals("none", environment.facts().get("JVM flags"));
  }

  @Test
  void twoThreadsOfOneCoreAreSiblings() throws IOException {
    put("sys/devices/system/cpu/cpu0/topology/thread_siblings_list", "0,4\n");
    put("sys/devices/system/cpu/cpu2/topology/thread_siblings_list", "2-3\n");
    EnvironmentReader reader = new EnvironmentReader(root);
    assertTrue(reader.areSiblings(List.of(0, 4)));
    assertTrue(reader.areSiblings(List.of(2, 3)));
    assertFalse(reader.areSiblings(List.of(0, 1)));
    assertNull(reader.areSiblings(List.of(1, 0)));
    assertNull(reader.areSiblings(List.of()));
  }

  @Test
  void stealIsWhatTheHypervisorKeptBetweenTwoReadings() throws IOException {
    put("proc/stat", "cpu  100 0 100 700 0 0 0 100 50 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n");
    CpuTimes before = CpuTimes.read(root);
    put("proc/stat", "cpu  150 0 150 760 10 10 10 110 90 0\n");
    CpuTimes after = CpuTimes.read(root);
    assertEquals(5, after.stealPercentSince(before), 1e-9);
  }

  @Test
  void stealIsNotKnownWithoutAnAccount() {
    assertNull(CpuTimes.read(root).stealPercentSince(CpuTimes.read(root)));
  }

  @Test
  void theCommitIsThatOfTheClone() throws IOException, InterruptedException {
    git("init", "-q");
    git("-c", "user.name=x", "-c", "user.email=x@x", "commit", "-q", "--allow-empty", "-m", "x");
    String clean = Commit.of(root);
    assertTrue(clean.matches("[0-9a-f]{40,64}"), clean);
    put("file", "new");
    assertEquals(clean + ", with changes", Commit.of(root));
  }

  @Test
  void saysWhyTheCommitIsUnknown() throws InterruptedException {
    assertEquals("unknown: the source is no clone", Commit.of(root));
    assertEquals("unknown: there is no git", Commit.of("no-such-git", root));
  }

  private void git(String... words) throws IOException, InterruptedException {
    String[] command = new String[words.length + 3];
    command[0] = "git";
    command[1] = "-C";
    command[2] = root.toString();
    System.arraycopy(words, 0, command, 3, words.length);
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
  }

  private void put(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
