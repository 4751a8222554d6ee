package io.pushpop.bench.torture;

import io.pushpop.bench.jvm.SharedPage;
import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.End;
import io.pushpop.queue.Geometry;
import java.io.IOException;
import java.util.List;

/** A ring in a folder of its own, and the two successions of child JVMs on it. */
final class TwoSides implements AutoCloseable {
  private final QueueFile ring;
  private final Succession push;
  private final Succession pop;
  private final PushJournal pushJournal;
  private final PopJournal popJournal;

  /**
   * Makes the ring. Nobody has come up yet.
   *
   * @param workplace for the children
   * @param geometry of the ring
   * @param traffic for it
   * @param flags for the JVMs of the children
   * @param pinning words before the command of the push side, and of the pop side
   */
  TwoSides(
      Workplace workplace,
      Geometry geometry,
      Traffic traffic,
      List<String> flags,
      List<List<String>> pinning)
      throws IOException, StoppedException {
    RingFolder folder = workplace.newFolder();
    this.pushJournal = new PushJournal(SharedPage.create(folder.journal(End.PUSH)));
    this.popJournal = new PopJournal(SharedPage.create(folder.journal(End.POP)));
    this.ring = QueueFile.create(folder.ring(), geometry);
    this.push = new Succession(End.PUSH, ring, folder, traffic, workplace, pinning.get(0), flags);
    this.pop = new Succession(End.POP, ring, folder, traffic, workplace, pinning.get(1), flags);
  }

  Succession side(End end) {
    return end == End.PUSH ? push : pop;
  }

  PushJournal pushJournal() {
    return pushJournal;
  }

  PopJournal popJournal() {
    return popJournal;
  }

  /** Starts the first child of each, and lets them take their ends. */
  void begin() throws IOException, StoppedException {
    push.bringUpNext();
    pop.bringUpNext();
    push.takeOver(this::check);
    pop.takeOver(this::check);
  }

  /** Waits until both have closed their ends, and looks whether everything has arrived. */
  void awaitEnd() throws StoppedException {
    push.awaitClosed(this::check);
    pop.awaitClosed(this::check);
    long pushed = pushJournal.pushed();
    if (popJournal.handled() != pushed || popJournal.released() != pushed) {
      throw new Violation(
          "not everything arrived: expected=pushed "
              + pushed
              + ", found=handled "
              + popJournal.handled()
              + ", released "
              + popJournal.released());
    }
  }

  /**
   * Looks whether all is well.
   *
   * @throws Violation if it is not
   */
  void check() throws StoppedException {
    push.check();
    pop.check();
  }

  @Override
  public void close() {
    ring.close();
  }
}
