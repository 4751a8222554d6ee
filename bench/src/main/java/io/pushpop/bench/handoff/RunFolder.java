package io.pushpop.bench.handoff;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pushpop.bench.jvm.PrivateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The private folder of one run: the ring, and all that parent and children tell each other. It
 * lies in memory where there is such a place, so that no run writes to a disk.
 */
final class RunFolder {
  private static final String PREFIX = "pushpop-handoff-";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path path;

  private RunFolder(Path path) {
    this.path = path;
  }

  /** Makes a folder that nobody else may enter. */
  static RunFolder create() throws IOException {
    return new RunFolder(PrivateFolder.create(PREFIX));
  }

  /** The folder of the run that this process was started for. */
  static RunFolder of(Path path) {
    return new RunFolder(path);
  }

  Path path() {
    return path;
  }

  Path ring() {
    return path.resolve("ring");
  }

  Path counters(Side side) {
    return path.resolve(side + ".counters");
  }

  void writePlan(RunPlan plan) throws IOException {
    write("plan.json", plan);
  }

  RunPlan readPlan() throws IOException {
    return read("plan.json", RunPlan.class);
  }

  void writeAccount(Side side, Object account) throws IOException {
    write(side + ".json", account);
  }

  <A> A readAccount(Side side, Class<A> type) throws IOException {
    return read(side + ".json", type);
  }

  /** Leaves word why a side failed. */
  void writeFailure(Side side, String reason) throws IOException {
    Files.writeString(failure(side), reason);
  }

  /** Why a side failed, if it could say so. */
  Optional<String> readFailure(Side side) throws IOException {
    Path failure = failure(side);
    return Files.exists(failure) ? Optional.of(Files.readString(failure)) : Optional.empty();
  }

  /** Removes the folder and all in it; nothing happens if another process does so at once. */
  void delete() throws IOException {
    PrivateFolder.delete(path);
  }

  private Path failure(Side side) {
    return path.resolve(side + ".failure");
  }

  private void write(String name, Object value) throws IOException {
    JSON.writeValue(path.resolve(name).toFile(), value);
  }

  private <T> T read(String name, Class<T> type) throws IOException {
    return JSON.readValue(path.resolve(name).toFile(), type);
  }
}
