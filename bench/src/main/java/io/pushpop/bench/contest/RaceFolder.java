package io.pushpop.bench.contest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pushpop.bench.jvm.PrivateFolder;
import io.pushpop.bench.jvm.SharedPage;
import java.io.IOException;
import java.nio.file.Path;
import org.agrona.concurrent.AtomicBuffer;

/** The private folder of one race: its queues, and what parent and children tell each other. */
final class RaceFolder {
  private static final String PREFIX = "pushpop-bench-";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path path;

  private RaceFolder(Path path) {
    this.path = path;
  }

  static RaceFolder create(Race race) throws IOException {
    Path parent = race.variant().folder();
    RaceFolder folder =
        new RaceFolder(
            parent == null ? PrivateFolder.create(PREFIX) : PrivateFolder.create(parent, PREFIX));
    SharedPage.create(folder.path.resolve("control"));
    JSON.writeValue(folder.path.resolve("race.json").toFile(), race);
    return folder;
  }

  static RaceFolder of(Path path) {
    return new RaceFolder(path);
  }

  Path path() {
    return path;
  }

  /** Where the sides of one direction meet. */
  Path lane(String name) {
    return path.resolve(name);
  }

  Race race() throws IOException {
    return JSON.readValue(path.resolve("race.json").toFile(), Race.class);
  }

  /** By which the sides of a race tell each other when to begin and to end. */
  AtomicBuffer control() throws IOException {
    return SharedPage.open(path.resolve("control"));
  }

  void writeResult(Result result) throws IOException {
    JSON.writeValue(path.resolve("result.json").toFile(), result);
  }

  Result result() throws IOException {
    return JSON.readValue(path.resolve("result.json").toFile(), Result.class);
  }

  void delete() {
    PrivateFolder.remove(path);
  }
}
