/*
 * A ring in C, for scale: one producer, one consumer, a cache line for each element, two counters,
 * and on each side a copy of the other side's counter, so that it is looked at only when it must be.
 *
 *   ring first|second FOLDER round-trip|one-way|wake-up LENGTH SLOTS MILLIS
 *
 * In wake-up the consumer sleeps in the kernel, which is the limit of all that sleep.
 *
 * What both sides do and when, what an element consists of, and the result's file are those of the
 * JVMs (Side.java, Payload.java, Result.java), so that one table holds them all.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <libgen.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum {
  LINE = 64,
  PAYLOAD = 56,
  PAGE = 4096,
  STRIDE = 2048,     /* elements or looks between two looks at the clock or at the stop flag */
  FEWEST_LAPS = 4,   /* how often the ring is filled in a measurement, at the least */
  BUCKETS = 1 << 20, /* a nanosecond each; what takes longer counts in the last one */
};

static const uint64_t LONGEST_WARM_UP_NANOS = 800 * 1000 * 1000;
/* There are few wake-ups in a second, so they are measured longer, in this ratio up to this. */
static const uint64_t WAKE_UPS_RATIO = 30;
static const uint64_t WAKE_UPS_NANOS = 3000000000;
static const uint64_t WAKE_UP_NANOS = 10 * 1000 * 1000; /* from one element to the next */
static const uint64_t AWAKE_NANOS = 1000 * 1000;        /* that the sender is awake before */
static const uint64_t SPIN_NANOS = 20 * 1000;           /* before the receiver sleeps */

/* A slot carries the length besides, as a queue of elements of any length has to. */
typedef struct {
  alignas(LINE) uint64_t length;
  uint64_t longs[PAYLOAD / 8];
} slot;

/* The file. Two lines lie between the counters, because a core fetches lines in pairs. */
typedef struct {
  alignas(PAGE) _Atomic uint64_t pushed;
  alignas(2 * LINE) _Atomic uint64_t popped;
  alignas(2 * LINE) _Atomic uint32_t asleep; /* the consumer; wake-up only */
  alignas(2 * LINE) _Atomic uint64_t start;  /* when the first is due; wake-up only */
  alignas(PAGE) slot slots[];
} ring;

/* One side's view of a ring. */
typedef struct {
  ring *file;
  uint64_t mask;
  uint64_t position; /* of the next element */
  uint64_t limit;    /* up to which this side may go without a look at the other's counter */
} lane;

typedef struct {
  const char *folder;
  _Atomic uint64_t *stop;
  int length;
  uint64_t slots;
  uint64_t warm_up_nanos;
  uint64_t measured_nanos;
} race;

static const char *program;
static const char *race_folder;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static inline void relax(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("isb");
#endif
}

static char *in_folder(const char *folder, const char *name) {
  char *path;
  if (asprintf(&path, "%s/%s", folder, name) < 0) {
    fail("asprintf");
  }
  return path;
}

/* Maps a file, which is made here if it is not there yet; making it longer twice does no harm. */
static void *map(const char *folder, const char *name, size_t length) {
  char *path = in_folder(folder, name);
  int file = open(path, O_RDWR | O_CREAT, 0600);
  if (file < 0 || ftruncate(file, (off_t)length) != 0) {
    fail(path);
  }
  void *mapping =
      mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, file, 0);
  if (mapping == MAP_FAILED) {
    fail(path);
  }
  close(file);
  free(path);
  return mapping;
}

static lane open_lane(const race *of, const char *name, bool sending) {
  ring *file = map(of->folder, name, sizeof(ring) + of->slots * sizeof(slot));
  return (lane){file, of->slots - 1, 0, sending ? of->slots : 0};
}

/* An element that is wrong ends the race. */
static void check(bool right, uint64_t sequence) {
  if (__builtin_expect(!right, 0)) {
    fprintf(stderr, "element %llu arrived wrong or out of order\n", (unsigned long long)sequence);
    exit(1);
  }
}

static inline bool try_send(lane *to, uint64_t length) {
  if (to->position == to->limit) {
    to->limit = atomic_load_explicit(&to->file->popped, memory_order_acquire) + to->mask + 1;
    if (to->position == to->limit) {
      return false;
    }
  }
  slot *free_slot = &to->file->slots[to->position & to->mask];
  free_slot->length = length;
  for (uint64_t i = 0; i < length / 8; i++) {
    free_slot->longs[i] = to->position + i;
  }
  atomic_store_explicit(&to->file->pushed, ++to->position, memory_order_release);
  return true;
}

static inline bool try_receive(lane *from, uint64_t length) {
  if (from->position == from->limit) {
    from->limit = atomic_load_explicit(&from->file->pushed, memory_order_acquire);
    if (from->position == from->limit) {
      return false;
    }
  }
  const slot *full = &from->file->slots[from->position & from->mask];
  bool right = full->length == length;
  for (uint64_t i = 0; i < length / 8; i++) {
    right &= full->longs[i] == from->position + i;
  }
  check(right, from->position);
  atomic_store_explicit(&from->file->popped, ++from->position, memory_order_release);
  return true;
}

static bool is_stopped(const race *of) {
  return atomic_load_explicit(of->stop, memory_order_acquire) != 0;
}

static void stop(const race *of) {
  atomic_store_explicit(of->stop, 1, memory_order_release);
}

/* How far the two cores lie apart: Gauge.java, on the same fields. */

enum { BEFORE_OFFSET = 1024, AFTER_OFFSET = 2048, SECOND_OFFSET = 256, NANOS_OFFSET = 512 };

static const uint64_t DONE = UINT64_MAX;
static const uint64_t GAUGE_NANOS = 20 * 1000 * 1000;
static const uint64_t GAUGE_BLOCK = 100;

static void trip(_Atomic uint64_t *own, _Atomic uint64_t *other, uint64_t number) {
  atomic_store_explicit(own, number, memory_order_release);
  while (atomic_load_explicit(other, memory_order_acquire) != number) {
    relax();
  }
}

static double gauge(const race *of, bool first, size_t offset) {
  char *shared = (char *)of->stop + offset;
  _Atomic uint64_t *asked = (_Atomic uint64_t *)shared;
  _Atomic uint64_t *answered = (_Atomic uint64_t *)(shared + SECOND_OFFSET);
  double *nanos = (double *)(shared + NANOS_OFFSET);
  uint64_t trips = 0;
  if (!first) {
    for (uint64_t seen; (seen = atomic_load_explicit(asked, memory_order_acquire)) != DONE;) {
      if (seen == trips) {
        relax();
      } else {
        trips = seen;
        atomic_store_explicit(answered, seen, memory_order_release);
      }
    }
    return *nanos;
  }
  trip(asked, answered, ++trips); /* the other side may still be starting */
  double best = 0;
  uint64_t time = now();
  for (uint64_t end = time + GAUGE_NANOS; time < end;) {
    uint64_t start = time;
    for (uint64_t i = 0; i < GAUGE_BLOCK; i++) {
      trip(asked, answered, ++trips);
    }
    time = now();
    double mean = (double)(time - start) / GAUGE_BLOCK;
    best = best == 0 || mean < best ? mean : best;
  }
  *nanos = best;
  atomic_store_explicit(asked, DONE, memory_order_release);
  return best;
}

/* Opened by the side that measures; what comes out of the gauge is added at the end. */
static FILE *result;

static void begin_result(const race *of, double value, uint64_t elements) {
  char *path = in_folder(of->folder, "result.json");
  result = fopen(path, "w");
  if (result == NULL) {
    fail(path);
  }
  free(path);
  fprintf(result, "{\"value\":%f,\"elements\":%llu,\"latency\":", value,
          (unsigned long long)elements);
}

static void end_result(double before, double after) {
  fprintf(result, ",\"distance\":{\"before\":%f,\"after\":%f}", before, after);
  if (fputs("}\n", result) < 0 || fclose(result) != 0) {
    fail("result.json");
  }
}

/* The loops are inlined once for each length that is raced, as a user's own would be. */

static inline __attribute__((always_inline)) void send_all(const race *of, uint64_t length) {
  lane there = open_lane(of, "there", true);
  while (!is_stopped(of)) {
    for (int i = 0; i < STRIDE; i++) {
      if (!try_send(&there, length)) {
        relax();
      }
    }
  }
}

static inline __attribute__((always_inline)) uint64_t receive_for(
    const race *of, lane *there, uint64_t nanos, uint64_t length) {
  uint64_t fewest = there->position + FEWEST_LAPS * of->slots;
  uint64_t start = now();
  uint64_t spent = 0;
  while (spent < nanos || there->position < fewest) {
    for (int i = 0; i < STRIDE; i++) {
      if (!try_receive(there, length)) {
        relax();
      }
    }
    spent = now() - start;
  }
  return spent;
}

static inline __attribute__((always_inline)) void receive_all(const race *of, uint64_t length) {
  lane there = open_lane(of, "there", false);
  while (!try_receive(&there, length)) {
    relax(); /* the other side is still starting */
  }
  receive_for(of, &there, of->warm_up_nanos, length);
  uint64_t before = there.position;
  uint64_t nanos = receive_for(of, &there, of->measured_nanos, length);
  uint64_t elements = there.position - before;
  stop(of);
  begin_result(of, (double)elements * 1e3 / (double)nanos, there.position);
  fputs("null", result);
}

typedef struct {
  uint32_t *buckets;
  uint64_t count;
  uint64_t max;
} histogram;

static void record(histogram *in, uint64_t nanos) {
  in->buckets[nanos < BUCKETS ? nanos : BUCKETS - 1]++;
  in->count++;
  in->max = nanos > in->max ? nanos : in->max;
}

static uint64_t at_or_below(const histogram *in, double percentile) {
  uint64_t wanted = (uint64_t)((double)in->count * percentile / 100 + 0.5);
  uint64_t seen = 0;
  for (uint64_t nanos = 0; nanos < BUCKETS - 1; nanos++) {
    seen += in->buckets[nanos];
    if (seen >= wanted) {
      return nanos;
    }
  }
  return in->max;
}

static histogram new_histogram(void) {
  histogram made = {calloc(BUCKETS, sizeof(uint32_t)), 0, 0};
  if (made.buckets == NULL) {
    fail("calloc");
  }
  return made;
}

static void write_latency(const histogram *times) {
  fprintf(result, "{\"p50\":%llu,\"p90\":%llu,\"p99\":%llu,",
          (unsigned long long)at_or_below(times, 50), (unsigned long long)at_or_below(times, 90),
          (unsigned long long)at_or_below(times, 99));
  fprintf(result, "\"p999\":%llu,\"p9999\":%llu,\"max\":%llu,\"curve\":[]}",
          (unsigned long long)at_or_below(times, 99.9),
          (unsigned long long)at_or_below(times, 99.99), (unsigned long long)times->max);
}

static inline __attribute__((always_inline)) void ping_for(
    uint64_t nanos, lane *there, lane *back, uint64_t length, histogram *times) {
  uint64_t time = now();
  uint64_t end = time + nanos;
  while (time < end) {
    uint64_t start = now();
    while (!try_send(there, length)) {
      relax();
    }
    while (!try_receive(back, length)) {
      relax();
    }
    time = now();
    record(times, time - start);
  }
}

static inline __attribute__((always_inline)) void ping(const race *of, uint64_t length) {
  lane there = open_lane(of, "there", true);
  lane back = open_lane(of, "back", false);
  histogram warm_up = new_histogram();
  histogram times = new_histogram();
  ping_for(of->warm_up_nanos, &there, &back, length, &warm_up);
  ping_for(of->measured_nanos, &there, &back, length, &times);
  stop(of);
  begin_result(of, (double)at_or_below(&times, 50), back.position);
  write_latency(&times);
}

static inline __attribute__((always_inline)) void pong(const race *of, uint64_t length) {
  lane there = open_lane(of, "there", false);
  lane back = open_lane(of, "back", true);
  while (true) {
    for (int looks = 1; !try_receive(&there, length); looks++) {
      if (looks % STRIDE == 0 && is_stopped(of)) {
        return;
      }
      relax();
    }
    while (!try_send(&back, length)) {
      relax();
    }
  }
}

static void sleep_until(uint64_t time) {
  struct timespec until = {(time_t)(time / 1000000000), (long)(time % 1000000000)};
  clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}

static void wake(const race *of, uint64_t length) {
  lane there = open_lane(of, "there", true);
  uint64_t due;
  while ((due = atomic_load_explicit(&there.file->start, memory_order_acquire)) == 0) {
    relax(); /* the other side is still starting */
  }
  for (; !is_stopped(of); due += WAKE_UP_NANOS) {
    sleep_until(due - AWAKE_NANOS);
    while (now() < due) {
      relax();
    }
    while (!try_send(&there, length)) {
      relax();
    }
    /* The bare minimum needs a fence here, or a store that is still on its way meets a look that
       was too early. */
    atomic_thread_fence(memory_order_seq_cst);
    if (atomic_load_explicit(&there.file->asleep, memory_order_relaxed) != 0) {
      atomic_store_explicit(&there.file->asleep, 0, memory_order_release);
      syscall(SYS_futex, &there.file->asleep, FUTEX_WAKE, 1, NULL, NULL, 0);
    }
  }
}

static void await(lane *from, uint64_t length) {
  uint64_t spin_end = now() + SPIN_NANOS;
  while (!try_receive(from, length)) {
    if (now() < spin_end) {
      relax();
      continue;
    }
    atomic_store_explicit(&from->file->asleep, 1, memory_order_seq_cst);
    if (try_receive(from, length)) {
      break;
    }
    syscall(SYS_futex, &from->file->asleep, FUTEX_WAIT, 1, NULL, NULL, 0);
  }
  atomic_store_explicit(&from->file->asleep, 0, memory_order_relaxed);
}

static uint64_t own_cpu_nanos(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void be_woken(const race *of, uint64_t length) {
  lane there = open_lane(of, "there", false);
  histogram times = new_histogram();
  uint64_t longer = WAKE_UPS_RATIO * of->measured_nanos;
  uint64_t bounded = longer < WAKE_UPS_NANOS ? longer : WAKE_UPS_NANOS;
  uint64_t nanos = of->measured_nanos > bounded ? of->measured_nanos : bounded;
  uint64_t start = now();
  uint64_t cpu_before = own_cpu_nanos();
  atomic_store_explicit(&there.file->start, start + WAKE_UP_NANOS, memory_order_release);
  uint64_t time = start;
  while (time < start + nanos) {
    await(&there, length);
    time = now();
    record(&times, time - start - there.position * WAKE_UP_NANOS);
  }
  stop(of);
  uint64_t cpu = own_cpu_nanos() - cpu_before;
  begin_result(of, (double)at_or_below(&times, 50), there.position);
  write_latency(&times);
  fprintf(result, ",\"cpuPercent\":%f", 100.0 * (double)cpu / (double)(time - start));
}

static inline __attribute__((always_inline)) void run(
    const race *of, bool first, const char *kind, uint64_t length) {
  if (strcmp(kind, "round-trip") == 0) {
    first ? ping(of, length) : pong(of, length);
  } else if (strcmp(kind, "one-way") == 0) {
    first ? send_all(of, length) : receive_all(of, length);
  } else {
    first ? wake(of, length) : be_woken(of, length);
  }
}

static void remove_folder(const char *folder) {
  DIR *open_folder = opendir(folder);
  if (open_folder == NULL) {
    return; /* the other side was faster */
  }
  for (struct dirent *entry; (entry = readdir(open_folder)) != NULL;) {
    char *path = in_folder(folder, entry->d_name);
    unlink(path);
    free(path);
  }
  closedir(open_folder);
  rmdir(folder);
}

/* The parent holds the other end of standard input and says nothing: its end is the parent's. */
static void *watch_parent(void *nothing) {
  char byte;
  while (read(STDIN_FILENO, &byte, 1) > 0) {
  }
  remove_folder(race_folder);
  remove_folder(program);
  _exit(1);
  return nothing;
}

int main(int count, char **words) {
  if (count != 7) {
    fprintf(stderr, "ring first|second FOLDER round-trip|one-way|wake-up LENGTH SLOTS MILLIS\n");
    return 2;
  }
  bool first = strcmp(words[1], "first") == 0;
  const char *kind = words[3];
  uint64_t nanos = strtoull(words[6], NULL, 10) * 1000000;
  race of = {
      .folder = words[2],
      .stop = map(words[2], "control", PAGE),
      .length = atoi(words[4]),
      .slots = strtoull(words[5], NULL, 10),
      .warm_up_nanos = 2 * nanos < LONGEST_WARM_UP_NANOS ? 2 * nanos : LONGEST_WARM_UP_NANOS,
      .measured_nanos = nanos,
  };
  race_folder = of.folder;
  program = dirname(strdup(words[0]));
  pthread_t watch;
  if (pthread_create(&watch, NULL, watch_parent, NULL) != 0) {
    fail("pthread_create");
  }
  double before = gauge(&of, first, BEFORE_OFFSET);
  switch (of.length) {
    case 8: run(&of, first, kind, 8); break;
    case 32: run(&of, first, kind, 32); break;
    case 56: run(&of, first, kind, 56); break;
    default: fprintf(stderr, "no element of %d bytes is raced\n", of.length); return 2;
  }
  double after = gauge(&of, first, AFTER_OFFSET);
  if (result != NULL) {
    end_result(before, after);
  }
  return 0;
}
