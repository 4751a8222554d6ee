package io.pushpop.bench.torture;

import io.pushpop.bench.jvm.PrivateFolder;
import io.pushpop.queue.End;
import java.io.IOException;
import java.nio.file.Path;

/** The files of one ring: the ring, and for each side its line and its journal. */
record RingFolder(Path path) {

  /** Makes a folder, in memory where that can be had. */
  static RingFolder create() throws IOException {
    return new RingFolder(PrivateFolder.create("pushpop-torture-"));
  }

  Path ring() {
    return path.resolve("ring");
  }

  Path line(End end) {
    return path.resolve(end + ".line");
  }

  Path journal(End end) {
    return path.resolve(end + ".journal");
  }

  /** Removes all; others may do the same at the same time, or still be making a ring here. */
  void delete() throws IOException {
    PrivateFolder.delete(path);
  }
}
