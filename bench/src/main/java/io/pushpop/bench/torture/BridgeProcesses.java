package io.pushpop.bench.torture;

import io.aeron.Aeron;
import io.aeron.archive.ArchivingMediaDriver;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.status.SystemCounterDescriptor;
import io.pushpop.bench.jvm.ChildJvm;
import io.pushpop.bench.jvm.SharedPage;
import io.pushpop.bench.jvm.WatchedMain;
import io.pushpop.bench.torture.TwoHosts.Host;
import io.pushpop.ipc.cli.Pushpop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code pushpop bridge send} on one host and {@code pushpop bridge receive} on the other one, with
 * media drivers of their own or inside, and perhaps an archive beside the sender, or a {@link
 * LossyProxy} between them. What they say stands in files, one for each, and is shown if something
 * goes wrong.
 */
final class BridgeProcesses {
  /** Of the proxy: the one that elements go through. */
  static final int ELEMENTS_DOOR = 0;

  /** Of the proxy: the one that acknowledgements come back through. */
  static final int ANSWERS_DOOR = 1;

  private static final int STREAM = 4711;

  /** Two for the channel, data and acknowledgements, and two for the proxy. */
  private static final int PORTS = 4;

  private static final long KINDNESS_SECONDS = 5;
  private static final int SHOWN_LINES = 12;

  /** The death of a driver is to be noticed soon (in ms). */
  private static final List<String> FLAGS =
      List.of(
          ChildJvm.MEDIA_DRIVER_FLAG,
          "-Daeron.driver.timeout=2000",
          "-XX:+UseSerialGC",
          "-Xmx256m");

  /** A receiver that was killed holds up the stream until its driver notices. */
  private static final List<String> DRIVER_FLAGS =
      List.of(
          "-Daeron.client.liveness.timeout=3s",
          "-Daeron.threading.mode=SHARED",
          "-Daeron.shared.idle.strategy=backoff",
          "-Daeron.dir.delete.on.start=true");

  /** An archive, and that its death too is to be noticed soon. */
  private static final List<String> ARCHIVE_FLAGS =
      List.of(
          "-Daeron.archive.threading.mode=SHARED",
          "-Daeron.archive.recording.events.enabled=false",
          "-Daeron.archive.record.checksum=CRC-32C",
          "--add-opens=java.base/java.util.zip=ALL-UNNAMED");

  private static final String IMAGE_FLAG = "-Daeron.image.liveness.timeout=3s";

  private final Workplace workplace;
  private final Path folder;
  private final TwoHosts hosts;
  private final boolean externalDrivers;
  private final boolean archived;
  private final List<String> flags;
  private final int port = Ports.free(PORTS);
  private final Map<BridgeRole, Process> processes = new EnumMap<>(BridgeRole.class);
  private Process proxy;
  private int archives;

  /**
   * A bridge of which nobody has been started yet.
   *
   * @param workplace where its processes run
   * @param folder with the rings, for everything that they write
   * @param hosts on which they run
   * @param externalDrivers whether the media drivers are processes of their own, that may be killed
   * @param archived whether the sender's driver has an archive in its process, through which all
   *     goes
   * @param moreFlags for each JVM
   */
  BridgeProcesses(
      Workplace workplace,
      RingFolder folder,
      TwoHosts hosts,
      boolean externalDrivers,
      boolean archived,
      List<String> moreFlags) {
    this.workplace = workplace;
    this.folder = folder.path();
    this.hosts = hosts;
    this.externalDrivers = externalDrivers;
    this.archived = archived;
    this.flags = new ArrayList<>(FLAGS);
    if (archived) {
      flags.add(IMAGE_FLAG);
    }
    // What is unpacked or mapped is removed with the folder, whoever is killed.
    flags.add("-Djna.tmpdir=" + folder.path());
    flags.addAll(moreFlags);
  }

  /** Who there is. */
  List<BridgeRole> roles() {
    List<BridgeRole> roles = new ArrayList<>(List.of(BridgeRole.values()));
    roles.removeIf(role -> role.isDriver() && !isExternal(role.host()));
    return roles;
  }

  /** Who may be killed. */
  List<BridgeRole> victims() {
    List<BridgeRole> roles = roles();
    roles.removeIf(role -> role.isDriver() && !externalDrivers);
    return roles;
  }

  /**
   * Has Aeron lose what arrives from now on, before anybody is started: replays go to where the
   * receiver itself listens, so there is no place for a proxy.
   *
   * @param loss probability with which a datagram is lost
   * @param seed of its chances
   */
  void loseArriving(double loss, long seed) {
    for (String side : List.of("Receive", "Send")) {
      flags.add(
          "-Daeron.%1$sChannelEndpoint.supplier=io.aeron.driver.ext.Debug%1$sChannelEndpointSupplier"
              .formatted(side));
    }
    for (String arriving : List.of("receive.data", "send.control")) {
      flags.add("-Daeron.debug." + arriving + ".loss.rate=" + loss);
      flags.add("-Daeron.debug." + arriving + ".loss.seed=" + seed);
    }
  }

  /** How often the archive's driver has sent something again. */
  long retransmits() {
    Aeron.Context context =
        new Aeron.Context().aeronDirectoryName(driverFolder(Host.SENDING).toString());
    try (Aeron aeron = Aeron.connect(context)) {
      return aeron.countersReader().getCounterValue(SystemCounterDescriptor.RETRANSMITS_SENT.id());
    }
  }

  /**
   * Lets datagrams go through a proxy from now on, before anybody is started.
   *
   * @param loss probability with which one is lost
   * @param seed of its chances
   * @return what it is told, and tells
   */
  ProxyAccount startProxy(double loss, long seed) throws IOException, StoppedException {
    Path page = folder.resolve("proxy");
    ProxyAccount account = new ProxyAccount(SharedPage.create(page));
    List<String> arguments =
        LossyProxy.arguments(
            page,
            seed,
            loss,
            hosts.address(Host.SENDING),
            hosts.address(Host.RECEIVING),
            port + 2,
            port,
            port + 3,
            port + 1);
    proxy =
        workplace.start(
            ChildJvm.command(hosts.prefix(Host.SENDING), flags, LossyProxy.class, arguments),
            Redirect.INHERIT);
    Patience.await(account::isOpen, this::check, "the proxy's ports open", () -> "they are not");
    return account;
  }

  /** Starts everybody, drivers first. */
  void startAll() throws IOException, StoppedException {
    List<BridgeRole> roles = roles();
    roles.sort((a, b) -> Boolean.compare(b.isDriver(), a.isDriver()));
    for (BridgeRole role : roles) {
      start(role);
    }
  }

  /** Starts one who does not run. */
  void start(BridgeRole role) throws IOException, StoppedException {
    List<String> jvmFlags = new ArrayList<>(flags);
    List<String> arguments = new ArrayList<>();
    if (role.isDriver()) {
      jvmFlags.addAll(DRIVER_FLAGS);
      jvmFlags.add("-Daeron.dir=" + driverFolder(role.host()));
      if (hasArchive(role.host())) {
        jvmFlags.addAll(ARCHIVE_FLAGS);
        jvmFlags.addAll(archivePlaces());
        arguments.add(ArchivingMediaDriver.class.getName());
      } else {
        arguments.add(MediaDriver.class.getName());
      }
    } else {
      arguments.add(Pushpop.class.getName());
      arguments.addAll(List.of("bridge", role.command()));
      arguments.addAll(List.of("--file", folder.resolve(role.ring()).toString()));
      if (archived) {
        arguments.addAll(List.of("--archive-control", archiveControl(role.host())));
      }
      if (!hasArchive(role.host())) {
        arguments.addAll(List.of("--channel", channel(role)));
      }
      arguments.addAll(List.of("--stream", Integer.toString(STREAM)));
      if (isExternal(role.host())) {
        arguments.addAll(List.of("--aeron-dir", driverFolder(role.host()).toString()));
      }
    }
    processes.put(
        role,
        workplace.start(
            ChildJvm.command(hosts.prefix(role.host()), jvmFlags, WatchedMain.class, arguments),
            Redirect.appendTo(log(role).toFile())));
  }

  /** Kills one; it is gone when this returns. */
  void kill(BridgeRole role) throws StoppedException {
    Process process = processes.remove(role);
    if (!process.isAlive()) {
      requireEnd(role, process, -1); // It should not have ended by itself.
    }
    end(process);
  }

  /** Whether one has ended by itself. */
  boolean hasEnded(BridgeRole role) {
    return !processes.get(role).isAlive();
  }

  /**
   * Looks whether all run.
   *
   * @throws Violation if one has ended, other than as it should once all is across
   */
  void check() throws StoppedException {
    for (Map.Entry<BridgeRole, Process> each : processes.entrySet()) {
      if (!each.getValue().isAlive()) {
        requireEnd(each.getKey(), each.getValue(), each.getKey().isDriver() ? -1 : 0);
      }
    }
    if (proxy != null && !proxy.isAlive()) {
      Succession.requireNotStopped(proxy.exitValue());
      throw new IllegalStateException("the proxy ended; what it said stands above");
    }
  }

  /** Ends all who have not ended, kindly at first: drivers remove their files then. */
  void endAll() {
    processes.values().forEach(Process::destroy);
    for (Process process : processes.values()) {
      process.onExit().completeOnTimeout(process, KINDNESS_SECONDS, TimeUnit.SECONDS).join();
      end(process);
    }
    processes.clear();
    if (proxy != null) {
      end(proxy);
      proxy = null;
    }
  }

  /** The last lines of what each has said. */
  String lastWords() {
    StringBuilder words = new StringBuilder();
    for (BridgeRole role : roles()) {
      try {
        List<String> lines = Files.exists(log(role)) ? Files.readAllLines(log(role)) : List.of();
        lines.stream()
            .skip(Math.max(0, lines.size() - SHOWN_LINES))
            .forEach(line -> words.append(role).append(": ").append(line).append('\n'));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return words.toString();
  }

  private void end(Process process) {
    process.destroyForcibly();
    process.onExit().join();
    workplace.forget(process);
  }

  private void requireEnd(BridgeRole role, Process process, int allowed) throws StoppedException {
    int code = process.exitValue();
    Succession.requireNotStopped(code);
    if (code != allowed) {
      throw new Violation(
          "the " + role + " ended: expected=it runs, found=exit code " + code + "\n" + lastWords());
    }
  }

  private boolean hasArchive(Host host) {
    return archived && host == Host.SENDING;
  }

  private boolean isExternal(Host host) {
    return externalDrivers || hasArchive(host);
  }

  private String archiveControl(Host asker) {
    return hasArchive(asker)
        ? "aeron:ipc"
        : "aeron:udp?endpoint=" + hosts.address(Host.SENDING) + ":" + (port + 2);
  }

  /** A fresh mark each time: otherwise it waits for ten seconds where another was killed. */
  private List<String> archivePlaces() {
    archives++;
    return List.of(
        "-Daeron.archive.dir=" + folder.resolve("archive"),
        "-Daeron.archive.mark.file.dir=" + folder.resolve("mark" + archives),
        "-Daeron.archive.control.channel=" + archiveControl(Host.RECEIVING),
        "-Daeron.archive.replication.channel=aeron:udp?endpoint=localhost:0");
  }

  private String channel(BridgeRole role) {
    boolean throughProxy = role == BridgeRole.SENDER && proxy != null;
    String address = hosts.address(throughProxy ? Host.SENDING : Host.RECEIVING);
    return "aeron:udp?endpoint=" + address + ":" + (throughProxy ? port + 2 : port);
  }

  private Path driverFolder(Host host) {
    return folder.resolve("aeron-" + host);
  }

  private Path log(BridgeRole role) {
    return folder.resolve(role + ".log");
  }
}
