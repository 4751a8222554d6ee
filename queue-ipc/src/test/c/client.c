/*
 * What the tests ask of pushpop.h; see main. Says what it does line by line on stdout, and what was
 * refused as a sentence on stderr, with exit code 1.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <stdlib.h>

#include "pushpop.h"

static const char *const states[] = {"ABSENT", "ATTACHED", "DETACHED", "DEAD"};

static struct pushpop_file file;
static struct pushpop_end end;

static _Noreturn void refuse(void) {
  fprintf(stderr, "%s\n", file.error);
  exit(1);
}

static int ok(int result) {
  if (result < 0) {
    refuse();
  }
  return result;
}

static void say(const char *line) {
  puts(line);
  fflush(stdout);
}

static void await_parent(void) {
  while (getchar() != '\n' && !feof(stdin)) {
  }
}

/* An element that differs from all others in every word, as MixedElements has it. */
static uint64_t mix(uint64_t x) {
  x += UINT64_C(0x9e3779b97f4a7c15);
  x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
  return x ^ x >> 31;
}

static int32_t make(uint64_t number, int32_t max_length, uint8_t *bytes) {
  int32_t length = (int32_t)(mix(number) % ((uint64_t)max_length + 1));
  for (int32_t i = 0; i < length; i += 8) {
    uint64_t word = mix(number << 16 | (uint64_t)i | 1);
    memcpy(bytes + i, &word, length - i < 8 ? (size_t)(length - i) : 8);
  }
  return length;
}

static void print_element(const struct pushpop_element *element) {
  if (element->lost_before > 0) {
    printf("lost=%" PRId64 "\n", element->lost_before);
  }
  printf("position=%" PRId64 " %s length=%d bytes=", element->position,
         element->stamped ? "stamped" : "unstamped", element->length);
  for (int32_t i = 0; i < element->length; i++) {
    printf("%02x", element->bytes[i]);
  }
  puts("");
}

static void print_words(void) {
  int64_t words[2];
  struct pushpop_mark marks[2];
  int64_t any = 0;
  for (int i = 0; i < 2; i++) {
    words[i] = pushpop_user_word(&file, (enum pushpop_side)i);
    marks[i] = pushpop_mark_at(&file, i);
    any |= words[i] | marks[i].mark | marks[i].position;
  }
  if (any != 0) {
    printf("user words=%" PRId64 " %" PRId64 "\nmarks=%" PRId64 " at %" PRId64 ", %" PRId64
           " at %" PRId64 "\n",
           words[0], words[1], marks[0].mark, marks[0].position, marks[1].mark, marks[1].position);
  }
}

static void show(void) {
  int64_t head;
  int64_t tail;
  int64_t told = pushpop_told(&file);
  struct pushpop_element element = {0};
  ok(pushpop_counters(&file, &head, &tail));
  printf("slots=%d slotSize=%d lockKind=%d%s%s\nhead=%" PRId64 " tail=%" PRId64 "\n", file.slots,
         file.slot_size, file.lock_kind, file.schema[0] == 0 ? "" : " schema=", file.schema, head,
         tail);
  print_words();
  for (enum pushpop_side side = PUSHPOP_PUSH; side <= PUSHPOP_POP; side++) {
    uint64_t generation;
    int state = ok(pushpop_state(&file, side, &generation));
    printf("%s=%s generation=%" PRIu64 "\n", pushpop_side_names[side], states[state], generation);
  }
  while (tail < head) {
    int64_t next = pushpop_element_at(&file, tail, head, &told, &element);
    if (next < 0) {
      refuse();
    }
    print_element(&element);
    tail = next;
  }
}

static void pop_all(void) {
  struct pushpop_element element = {0};
  ok(pushpop_take(&end, &file, PUSHPOP_POP));
  while (ok(pushpop_peek(&end, &element)) == 1) {
    print_element(&element);
    pushpop_pop(&end);
  }
  pushpop_give_back(&end);
}

static void push_many(uint64_t count, int32_t max_length) {
  uint8_t *bytes = malloc((size_t)max_length + 8);
  ok(pushpop_take(&end, &file, PUSHPOP_PUSH));
  for (uint64_t i = 0; i < count; i++) {
    int32_t length = make(i, max_length, bytes);
    while (ok(pushpop_try_push(&end, bytes, length)) == 0) {
      sched_yield();
    }
  }
  pushpop_give_back(&end);
  free(bytes);
  printf("pushed %" PRIu64 "\n", count);
}

/* Until push is given back cleanly, or dead. */
static void pop_many(int32_t max_length) {
  uint8_t *bytes = malloc((size_t)max_length + 8);
  uint64_t count = 0;
  uint32_t idle = 0;
  uint64_t generation;
  struct pushpop_element element = {0};
  ok(pushpop_take(&end, &file, PUSHPOP_POP));
  say("taken");
  while (true) {
    if (ok(pushpop_peek(&end, &element)) == 0) {
      sched_yield();
      if (++idle % 1024 == 0 && ok(pushpop_is_drained(&end)) == 1) {
        break;
      }
      if (idle % 1024 == 0 && pushpop_state(&file, PUSHPOP_PUSH, &generation) == PUSHPOP_DEAD) {
        say("push died");
        exit(1);
      }
      continue;
    }
    int32_t length = make(count, max_length, bytes);
    if (element.length != length || memcmp(element.bytes, bytes, (size_t)length) != 0) {
      printf("element %" PRIu64 " at position %" PRId64 " is another one: length=%d\n", count,
             element.position, element.length);
      exit(1);
    }
    count++;
    pushpop_pop(&end);
  }
  pushpop_give_back(&end);
  free(bytes);
  printf("popped %" PRIu64 "\n", count);
}

/* Takes an end, pushes some if it is that end, and holds it until it is told to give it back. */
static void hold(enum pushpop_side side, uint64_t count) {
  ok(pushpop_take(&end, &file, side));
  for (uint64_t i = 0; i < count; i++) {
    ok(pushpop_try_push(&end, &i, sizeof i));
  }
  if (file.lock_kind == PUSHPOP_OPEN_FILE_DESCRIPTION_LOCKS) {
    /* A lock of this kind stays, whoever in this process opens and closes the file. */
    static struct pushpop_file again;
    if (pushpop_open(&again, file.path, true) < 0) {
      refuse();
    }
    pushpop_close(&again);
  }
  say("taken");
  await_parent();
  pushpop_give_back(&end);
  say("given back");
}

/* Tries to open the file with each byte of its header flipped, and each length cut. */
static void damage(const char *path) {
  int refused = 0;
  struct stat whole;
  int descriptor = open(path, O_RDWR | O_CLOEXEC);
  if (descriptor < 0 || fstat(descriptor, &whole) != 0) {
    perror(path);
    exit(1);
  }
  for (int offset = 0; offset < PUSHPOP_HEADER_LENGTH; offset++) {
    uint8_t byte;
    uint8_t flipped;
    bool moved = pread(descriptor, &byte, 1, offset) == 1;
    flipped = byte ^ 0xff;
    moved = moved && pwrite(descriptor, &flipped, 1, offset) == 1;
    refused += moved && pushpop_open(&file, path, true) < 0 && strstr(file.error, "; ") != NULL;
    moved = moved && pwrite(descriptor, &byte, 1, offset) == 1;
    if (!moved) {
      exit(1);
    }
  }
  printf("flipped refused=%d of %d\n", refused, PUSHPOP_HEADER_LENGTH);
  refused = 0;
  for (off_t length = whole.st_size - 1; length >= 0; length--) {
    if (ftruncate(descriptor, length) != 0) {
      exit(1);
    }
    refused += pushpop_open(&file, path, true) < 0 && strstr(file.error, "file length") != NULL;
  }
  printf("cut refused=%d of %d\n", refused, (int)whole.st_size);
}

int main(int count, char **arguments) {
  if (count < (count > 1 && strcmp(arguments[1], "expect") == 0 ? 4 : 3)) {
    fprintf(stderr, "show|pop-all|damage|hold-push|hold-pop|push|pop FILE [NUMBERS], expect FILE SCHEMA\n");
    return 2;
  }
  const char *command = arguments[1];
  int64_t first = count > 3 ? atoll(arguments[3]) : 0;
  int64_t second = count > 4 ? atoll(arguments[4]) : 0;
  if (strcmp(command, "damage") == 0) {
    damage(arguments[2]);
    return 0;
  }
  ok(pushpop_open(&file, arguments[2], strcmp(command, "show") == 0));
  if (strcmp(command, "expect") == 0) {
    ok(pushpop_expect_schema(&file, arguments[3]));
    say("as expected");
  } else if (strcmp(command, "show") == 0) {
    show();
  } else if (strcmp(command, "pop-all") == 0) {
    pop_all();
  } else if (strcmp(command, "hold-push") == 0) {
    hold(PUSHPOP_PUSH, (uint64_t)first);
  } else if (strcmp(command, "hold-pop") == 0) {
    hold(PUSHPOP_POP, 0);
  } else if (strcmp(command, "push") == 0) {
    push_many((uint64_t)first, (int32_t)second);
  } else if (strcmp(command, "pop") == 0) {
    pop_many((int32_t)first);
  } else {
    fprintf(stderr, "no such command: %s\n", command);
    return 2;
  }
  pushpop_close(&file);
  return 0;
}
