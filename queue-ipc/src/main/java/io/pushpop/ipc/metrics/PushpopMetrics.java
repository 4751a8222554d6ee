package io.pushpop.ipc.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.pushpop.ipc.QueueFile;
import io.pushpop.ipc.QueueSnapshot;
import io.pushpop.queue.End;
import io.pushpop.queue.Losses;
import io.pushpop.queue.PeerState.State;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * Tells Micrometer of a queue. Either side, or both, may bind it: each tells of the whole queue.
 *
 * <pre>{@code
 * new PushpopMetrics(file).bindTo(registry);
 * }</pre>
 *
 * <p>All meters carry the tag {@code file}, the path, and those of an end {@code end}, {@code push}
 * or {@code pop}:
 *
 * <ul>
 *   <li>{@code pushpop.queue.depth}, {@code pushpop.queue.capacity}: slots in use, and at the most
 *   <li>{@code pushpop.queue.pushed}, {@code pushpop.queue.popped}: slots since the file was made
 *       (an element takes one or more); their difference is the depth
 *   <li>{@code pushpop.queue.skipped}: elements that consumers passed over since the file was made
 *   <li>{@code pushpop.queue.lost}: elements lost since the file was made, by {@code reason}:
 *       {@code dropped}, {@code conflated}, {@code abandoned}
 *   <li>{@code pushpop.queue.waiting}: elements that wait in the table of a push end that conflates
 *   <li>{@code pushpop.end.attached}: 1 while a live process holds the end, else 0
 *   <li>{@code pushpop.end.state}: 1 for the {@code state} that the end is in, 0 for the others
 *   <li>{@code pushpop.end.taken}: how often the end has been taken; it grows with each restart
 * </ul>
 *
 * <p>The queue is looked at when the registry is read, and never in between. Once the file is
 * closed the figures are NaN. The registry does not keep the file alive.
 */
public final class PushpopMetrics implements MeterBinder {
  private static final String SLOTS = "slots";
  private static final String ELEMENTS = "elements";

  private final QueueFile file;
  private final Tags tags;

  /**
   * The metrics of a queue.
   *
   * @param file which; it stays open as long as the metrics are wanted
   */
  public PushpopMetrics(QueueFile file) {
    this(file, Tags.empty());
  }

  /**
   * The metrics of a queue, with tags of the user's.
   *
   * @param file which; it stays open as long as the metrics are wanted
   * @param tags for every meter, besides the file's and the end's own
   */
  public PushpopMetrics(QueueFile file, Tags tags) {
    this.file = Objects.requireNonNull(file, "file");
    this.tags = tags.and("file", file.path().toString());
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge("pushpop.queue.depth", "Slots in use", QueueSnapshot::depth)
        .baseUnit(SLOTS)
        .register(registry);
    gauge("pushpop.queue.capacity", "Slots that can be in use", QueueSnapshot::capacity)
        .baseUnit(SLOTS)
        .register(registry);
    counter("pushpop.queue.pushed", "Slots pushed since the file was made", QueueSnapshot::head)
        .baseUnit(SLOTS)
        .register(registry);
    counter("pushpop.queue.popped", "Slots popped since the file was made", QueueSnapshot::tail)
        .baseUnit(SLOTS)
        .register(registry);
    counter(
            "pushpop.queue.skipped",
            "Elements skipped since the file was made",
            QueueSnapshot::skipped)
        .baseUnit(ELEMENTS)
        .register(registry);
    lost("dropped", Losses::dropped, registry);
    lost("conflated", Losses::conflated, registry);
    lost("abandoned", Losses::abandoned, registry);
    gauge(
            "pushpop.queue.waiting",
            "Elements that wait outside of the ring",
            queue -> queue.losses().waiting())
        .baseUnit(ELEMENTS)
        .register(registry);
    for (End end : End.values()) {
      bind(end, registry);
    }
  }

  private void lost(String reason, ToDoubleFunction<Losses> figure, MeterRegistry registry) {
    counter(
            "pushpop.queue.lost",
            "Elements lost since the file was made",
            queue -> figure.applyAsDouble(queue.losses()))
        .tag("reason", reason)
        .baseUnit(ELEMENTS)
        .register(registry);
  }

  private void bind(End end, MeterRegistry registry) {
    String name = end.toString();
    gauge(
            "pushpop.end.attached",
            "Whether a live process holds the end",
            queue -> oneIf(queue.end(end).state() == State.ATTACHED))
        .tag("end", name)
        .register(registry);
    for (State state : State.values()) {
      gauge(
              "pushpop.end.state",
              "Whether the end is in this state",
              queue -> oneIf(queue.end(end).state() == state))
          .tag("end", name)
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    counter(
            "pushpop.end.taken",
            "How often the end has been taken",
            queue -> queue.end(end).generation())
        .tag("end", name)
        .register(registry);
  }

  private Gauge.Builder<QueueFile> gauge(
      String name, String description, ToDoubleFunction<QueueSnapshot> figure) {
    return Gauge.builder(name, file, queue -> read(queue, figure))
        .description(description)
        .tags(tags);
  }

  private FunctionCounter.Builder<QueueFile> counter(
      String name, String description, ToDoubleFunction<QueueSnapshot> figure) {
    return FunctionCounter.builder(name, file, queue -> read(queue, figure))
        .description(description)
        .tags(tags);
  }

  /** One figure of the queue now: no failure of one queue may take the registry's others away. */
  private static double read(QueueFile file, ToDoubleFunction<QueueSnapshot> figure) {
    try {
      return figure.applyAsDouble(file.snapshot());
    } catch (IllegalStateException | UncheckedIOException e) {
      return Double.NaN;
    }
  }

  private static int oneIf(boolean condition) {
    return condition ? 1 : 0;
  }
}
