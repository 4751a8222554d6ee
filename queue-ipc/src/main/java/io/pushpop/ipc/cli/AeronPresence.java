package io.pushpop.ipc.cli;

/** What a bridge needs beside this project, told in a sentence where it is missing. */
final class AeronPresence {
  private static final String CLIENT = "io.aeron.Aeron";
  private static final String DRIVER = "io.aeron.driver.MediaDriver";
  private static final String ARCHIVE = "io.aeron.archive.client.AeronArchive";

  private AeronPresence() {}

  /**
   * Checks that all is there.
   *
   * @param withDriver whether a media driver is to run in this JVM
   * @param withArchive whether the bridge goes through an archive
   * @throws CommandFailure that names what is missing
   */
  static void require(boolean withDriver, boolean withArchive) throws CommandFailure {
    if (!isPresent(CLIENT)) {
      throw missing("aeron-client", CLIENT);
    }
    if (withDriver && !isPresent(DRIVER)) {
      throw missing("aeron-driver", DRIVER);
    }
    if (withArchive && !isPresent(ARCHIVE)) {
      throw missing("aeron-archive", ARCHIVE);
    }
    if (withDriver && !Object.class.getModule().isOpen("sun.nio.ch", module())) {
      throw CommandFailure.of(
          "Aeron's media driver cannot reach the selectors of the JVM; start it with --add-opens"
              + " java.base/sun.nio.ch=ALL-UNNAMED, or use a driver of another process with"
              + " --aeron-dir");
    }
  }

  private static boolean isPresent(String name) {
    try {
      Class.forName(name, false, AeronPresence.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static Module module() {
    return AeronPresence.class.getModule();
  }

  private static CommandFailure missing(String artifact, String name) {
    return CommandFailure.of(
        "a bridge needs Aeron, which is not on the class path: class="
            + name
            + "; add io.aeron:"
            + artifact
            + ", of the version that Pushpop's pom.xml names");
  }
}
