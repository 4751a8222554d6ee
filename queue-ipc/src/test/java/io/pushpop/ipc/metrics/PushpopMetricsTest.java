package io.pushpop.ipc.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pushpop.ipc.QueueFile;
import io.pushpop.queue.EndOptions;
import io.pushpop.queue.Geometry;
import io.pushpop.queue.Overflow;
import io.pushpop.queue.Pop;
import io.pushpop.queue.Push;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus reads of a queue, to the letter. */
final class PushpopMetricsTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  @TempDir Path folder;

  @Test
  void prometheusReadsCountersAndEnds() throws IOException {
    Path path = folder.resolve("ring");
    try (QueueFile file = QueueFile.create(path, Geometry.of(8, 64))) {
      new PushpopMetrics(file, Tags.of("feed", "quotes")).bindTo(registry);
      Push push = file.push();
      push.tryReserve().push(0);
      push.tryReserve().push(0);
      push.tryReserve(100).push(100);
      try (Pop pop = file.pop()) {
        assertEquals(1, pop.skip(1));
        assertTrue(pop.tryPop((buffer, offset, length) -> {}));
      }
      push.close();
      try (Push losing = file.push(EndOptions.defaults().whenFull(Overflow.DROP_NEWEST))) {
        for (int i = 0; i < 10; i++) {
          losing.tryReserve().push(0);
        }
      }
      Push next = file.push();
      String file1 = "feed=\"quotes\",file=\"" + path + "\"";
      assertEquals(
          List.of(
              "# HELP pushpop_end_attached Whether a live process holds the end",
              "# TYPE pushpop_end_attached gauge",
              "pushpop_end_attached{end=\"pop\"," + file1 + "} 0.0",
              "pushpop_end_attached{end=\"push\"," + file1 + "} 1.0",
              "# HELP pushpop_end_state Whether the end is in this state",
              "# TYPE pushpop_end_state gauge",
              "pushpop_end_state{end=\"pop\"," + file1 + ",state=\"absent\"} 0.0",
              "pushpop_end_state{end=\"pop\"," + file1 + ",state=\"attached\"} 0.0",
              "pushpop_end_state{end=\"pop\"," + file1 + ",state=\"dead\"} 0.0",
              "pushpop_end_state{end=\"pop\"," + file1 + ",state=\"detached\"} 1.0",
              "pushpop_end_state{end=\"push\"," + file1 + ",state=\"absent\"} 0.0",
              "pushpop_end_state{end=\"push\"," + file1 + ",state=\"attached\"} 1.0",
              "pushpop_end_state{end=\"push\"," + file1 + ",state=\"dead\"} 0.0",
              "pushpop_end_state{end=\"push\"," + file1 + ",state=\"detached\"} 0.0",
              "# HELP pushpop_end_taken_total How often the end has been taken",
              "# TYPE pushpop_end_taken_total counter",
              "pushpop_end_taken_total{end=\"pop\"," + file1 + "} 1.0",
              "pushpop_end_taken_total{end=\"push\"," + file1 + "} 3.0",
              "# HELP pushpop_queue_capacity_slots Slots that can be in use",
              "# TYPE pushpop_queue_capacity_slots gauge",
              "pushpop_queue_capacity_slots{" + file1 + "} 7.0",
              "# HELP pushpop_queue_depth_slots Slots in use",
              "# TYPE pushpop_queue_depth_slots gauge",
              "pushpop_queue_depth_slots{" + file1 + "} 7.0",
              "# HELP pushpop_queue_lost_elements_total Elements lost since the file was made",
              "# TYPE pushpop_queue_lost_elements_total counter",
              "pushpop_queue_lost_elements_total{" + file1 + ",reason=\"abandoned\"} 0.0",
              "pushpop_queue_lost_elements_total{" + file1 + ",reason=\"conflated\"} 0.0",
              "pushpop_queue_lost_elements_total{" + file1 + ",reason=\"dropped\"} 5.0",
              "# HELP pushpop_queue_popped_slots_total Slots popped since the file was made",
              "# TYPE pushpop_queue_popped_slots_total counter",
              "pushpop_queue_popped_slots_total{" + file1 + "} 2.0",
              "# HELP pushpop_queue_pushed_slots_total Slots pushed since the file was made",
              "# TYPE pushpop_queue_pushed_slots_total counter",
              "pushpop_queue_pushed_slots_total{" + file1 + "} 9.0",
              "# HELP pushpop_queue_skipped_elements_total Elements skipped since the file was made",
              "# TYPE pushpop_queue_skipped_elements_total counter",
              "pushpop_queue_skipped_elements_total{" + file1 + "} 1.0",
              "# HELP pushpop_queue_waiting_elements Elements that wait outside of the ring",
              "# TYPE pushpop_queue_waiting_elements gauge",
              "pushpop_queue_waiting_elements{" + file1 + "} 0.0"),
          registry.scrape().lines().toList());
      next.close();
    }
  }

  @Test
  void aFileThatWasClosedTakesNoOtherMetricsAway() throws IOException {
    QueueFile gone = QueueFile.create(folder.resolve("gone"), Geometry.of(8, 64));
    new PushpopMetrics(gone).bindTo(registry);
    gone.close();
    try (QueueFile file = QueueFile.create(folder.resolve("ring"), Geometry.of(16, 64))) {
      new PushpopMetrics(file).bindTo(registry);
      List<String> lines = registry.scrape().lines().toList();
      assertTrue(
          lines.contains("pushpop_queue_capacity_slots{file=\"" + gone.path() + "\"} NaN"),
          lines::toString);
      assertTrue(
          lines.contains("pushpop_queue_capacity_slots{file=\"" + file.path() + "\"} 15.0"),
          lines::toString);
    }
  }
}
