/*
 * Both ends of a Pushpop ring file, version 1, in C11 on Linux: written from docs/file-format.md, to
 * show that the page suffices. Used by the tests alone.
 *
 * pushpop_open, then pushpop_take for an end; pushpop_try_push, or pushpop_peek and pushpop_pop;
 * pushpop_give_back, pushpop_close. Each end is for one thread at a time. What fails returns -1, and
 * leaves a sentence in the file's error. Define _GNU_SOURCE before anything is included.
 */
#ifndef PUSHPOP_H
#define PUSHPOP_H

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <linux/futex.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* The file. */
#define PUSHPOP_VERSION 1
#define PUSHPOP_VERSION_OFFSET 8
#define PUSHPOP_BYTE_ORDER 0x01020304
#define PUSHPOP_BYTE_ORDER_OFFSET 12
#define PUSHPOP_SLOTS_OFFSET 16
#define PUSHPOP_SLOT_SIZE_OFFSET 20
#define PUSHPOP_FILE_LENGTH_OFFSET 24
#define PUSHPOP_LOCK_KIND_OFFSET 32
#define PUSHPOP_LOCK_KIND_END 36
#define PUSHPOP_SCHEMA_TAG_OFFSET 64
#define PUSHPOP_SCHEMA_TAG_LENGTH 64
#define PUSHPOP_SCHEMA_TAG_END 128
#define PUSHPOP_CHECKSUM_OFFSET 4088
#define PUSHPOP_READY 0x52454459
#define PUSHPOP_READY_OFFSET 4092
#define PUSHPOP_HEADER_LENGTH 4096
#define PUSHPOP_HEAD_OFFSET 4096
#define PUSHPOP_TAIL_OFFSET 4224
#define PUSHPOP_POP_SLEEPS_OFFSET 4104
#define PUSHPOP_PUSH_SLEEPS_OFFSET 4232
#define PUSHPOP_TOLD_OFFSET 5256
#define PUSHPOP_USER_WORD_OFFSET 5376 /* of push; that of pop lies one record further on */
#define PUSHPOP_MARKS_OFFSET 5384
#define PUSHPOP_RECORD_OFFSET 4352 /* of push; that of pop lies one record further on */
#define PUSHPOP_SLOTS_START 8192
#define PUSHPOP_MAX_SLOTS_LENGTH (INT64_C(1) << 30)

/* The record of an end. */
#define PUSHPOP_RECORD_LENGTH 128
#define PUSHPOP_PID_OFFSET 8
#define PUSHPOP_START_TIME_OFFSET 16
#define PUSHPOP_PARKING_OFFSET 24
#define PUSHPOP_PADDING_OFFSET 28
#define PUSHPOP_PADDING_LENGTH 92
#define PUSHPOP_HELD_LOCK_OFFSET 120
#define PUSHPOP_NAMED_LOCK_OFFSET 121
#define PUSHPOP_MAX_GENERATION (UINT64_C(1) << 60)

/* A slot. */
#define PUSHPOP_LENGTH_OFFSET 4
#define PUSHPOP_WORD_LENGTH 8
#define PUSHPOP_SKIP (-1)
#define PUSHPOP_GAP (-2)

/* Wakes its peer by a futex. */
#define PUSHPOP_PARKING_FUTEX 1

#define PUSHPOP_OPEN_FILE_DESCRIPTION_LOCKS 1
#define PUSHPOP_LOCK_FILES 2

#define PUSHPOP_DAMAGED "the file is damaged: stop both ends, remove it and create it anew"

/* Failed looks at a stamp after which head is read: its producer may have died before it came. */
#define PUSHPOP_LOOKS_PER_HEAD 4096
/* Looks at a state that changes at every one of them, before one is believed. */
#define PUSHPOP_MAX_LOOKS 100
#define PUSHPOP_PATIENCE_MILLIS 1000

enum pushpop_side { PUSHPOP_PUSH, PUSHPOP_POP };

enum pushpop_state { PUSHPOP_ABSENT, PUSHPOP_ATTACHED, PUSHPOP_DETACHED, PUSHPOP_DEAD };

/* A checked and mapped ring file. */
struct pushpop_file {
  uint8_t *bytes;
  int64_t length;
  int32_t slots;
  int32_t slot_size;
  int32_t lock_kind;
  /* What the elements mean; empty if the creator named nothing. */
  char schema[PUSHPOP_SCHEMA_TAG_LENGTH];
  dev_t device;
  ino_t inode;
  /* What is asked for locks: the ring file itself, or the lock file of each side. */
  int locks[2];
  /* Whether an end was taken through this: the kernel does not tell a process of its own locks. */
  bool held[2];
  char path[PATH_MAX];
  char error[PATH_MAX + 512];
};

/* A number of the user's for the element at a position. */
struct pushpop_mark {
  int64_t position;
  int64_t mark;
};

/* An end that is held. */
struct pushpop_end {
  struct pushpop_file *file;
  enum pushpop_side side;
  int lock;
  uint64_t generation;
  /* Where this end stands: what its counter holds. */
  int64_t position;
  /* Push: the position that may not be pushed. Pop: all below may be popped without a look. */
  int64_t limit;
  /* Pop: whether a look at this position found another value than its stamp; failed looks. */
  bool watched;
  uint32_t looks;
  /* Pop: the position behind the element that is peeked at, and the losses up to it. */
  int64_t peeked_end;
  int64_t peeked_told;
};

/* An element in its place. */
struct pushpop_element {
  int64_t position;
  const uint8_t *bytes;
  int32_t length;
  bool stamped;
  /* How many had been lost before it, and before whatever came before it. */
  int64_t lost_before;
};

static const char *const pushpop_side_names[] = {"push", "pop"};

__attribute__((format(printf, 2, 3))) static inline int pushpop_fail(struct pushpop_file *file,
                                                                      const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(file->error, sizeof file->error, format, arguments);
  va_end(arguments);
  return -1;
}

/* Fields. */

static inline _Atomic int64_t *pushpop_counter(const struct pushpop_file *file, int offset) {
  return (_Atomic int64_t *)(file->bytes + offset);
}

/* The word of the user's beside an end; ACQUIRE USER-WORD. */
static inline int64_t pushpop_user_word(const struct pushpop_file *file, enum pushpop_side side) {
  int offset = PUSHPOP_USER_WORD_OFFSET + (int)side * PUSHPOP_RECORD_LENGTH;
  return atomic_load_explicit(pushpop_counter(file, offset), memory_order_acquire);
}

/* The first mark, or the second; ACQUIRE MARK. */
static inline struct pushpop_mark pushpop_mark_at(const struct pushpop_file *file, int index) {
  int offset = PUSHPOP_MARKS_OFFSET + index * (int)sizeof(struct pushpop_mark);
  struct pushpop_mark found;
  found.position = atomic_load_explicit(pushpop_counter(file, offset), memory_order_acquire);
  found.mark = atomic_load_explicit(pushpop_counter(file, offset + 8), memory_order_acquire);
  return found;
}

static inline uint8_t *pushpop_record(const struct pushpop_file *file, enum pushpop_side side) {
  return file->bytes + PUSHPOP_RECORD_OFFSET + side * PUSHPOP_RECORD_LENGTH;
}

static inline uint8_t *pushpop_slot(const struct pushpop_file *file, int64_t position) {
  return file->bytes + PUSHPOP_SLOTS_START + (position & (file->slots - 1)) * file->slot_size;
}

static inline _Atomic uint32_t *pushpop_stamp_place(const struct pushpop_file *file,
                                                    int64_t position) {
  return (_Atomic uint32_t *)pushpop_slot(file, position);
}

static inline uint32_t pushpop_stamp(int64_t position) { return (uint32_t)position + 1; }

static inline int32_t pushpop_length_at(const struct pushpop_file *file, int64_t position) {
  int32_t length;
  memcpy(&length, pushpop_slot(file, position) + PUSHPOP_LENGTH_OFFSET, sizeof length);
  return length;
}

static inline void pushpop_put_length(const struct pushpop_file *file, int64_t position,
                                      int32_t length) {
  memcpy(pushpop_slot(file, position) + PUSHPOP_LENGTH_OFFSET, &length, sizeof length);
}

static inline int32_t pushpop_max_length(const struct pushpop_file *file) {
  return file->slots / 2 * file->slot_size - PUSHPOP_WORD_LENGTH;
}

static inline int32_t pushpop_slots_of(const struct pushpop_file *file, int32_t length) {
  return (int32_t)(((int64_t)length + PUSHPOP_WORD_LENGTH + file->slot_size - 1) / file->slot_size);
}

static inline int32_t pushpop_to_end_of_lap(const struct pushpop_file *file, int64_t position) {
  return file->slots - (int32_t)(position & (file->slots - 1));
}

/* Opening. */

static inline uint32_t pushpop_crc32c(const uint8_t *bytes, size_t length) {
  uint32_t crc = UINT32_MAX;
  for (size_t i = 0; i < length; i++) {
    crc ^= bytes[i];
    for (int bit = 0; bit < 8; bit++) {
      crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0x82f63b78) : 0);
    }
  }
  return ~crc;
}

static inline int64_t pushpop_header_field(const uint8_t *header, int offset, int size) {
  int32_t word;
  int64_t both;
  memcpy(&both, header + offset, sizeof both);
  memcpy(&word, header + offset, sizeof word);
  return size == 8 ? both : word;
}

static inline int pushpop_bad(struct pushpop_file *file, const char *field, int64_t expected,
                              int64_t found, const char *remedy) {
  return pushpop_fail(file,
                      "cannot open %s: field=%s, expected=%" PRId64 ", found=%" PRId64 "; %s",
                      file->path, field, expected, found, remedy);
}

static inline int pushpop_require_mark(struct pushpop_file *file, const char *field,
                                       uint32_t expected, int64_t found, const char *remedy) {
  return (uint32_t)found == expected
             ? 0
             : pushpop_fail(file, "cannot open %s: field=%s, expected=0x%08x, found=0x%08x; %s",
                            file->path, field, expected, (uint32_t)found, remedy);
}

static inline int pushpop_require_zero(struct pushpop_file *file, const char *field,
                                       const uint8_t *header, int from, int to) {
  for (int i = from; i < to; i++) {
    if (header[i] != 0) {
      return pushpop_bad(file, field, 0, header[i], PUSHPOP_DAMAGED);
    }
  }
  return 0;
}

static inline bool pushpop_is_power_of_two(int64_t value, int64_t minimum) {
  return value >= minimum && (value & (value - 1)) == 0;
}

/* The bytes of the UTF-8 character that begins here; 0 if none does. */
static inline int pushpop_utf8_length(const uint8_t *text) {
  if (text[0] < 0x80) {
    return 1;
  }
  int length = text[0] >= 0xf0 ? 4 : text[0] >= 0xe0 ? 3 : 2;
  uint32_t code = text[0] & (0x7f >> length);
  if (text[0] < 0xc0 || text[0] > 0xf4) {
    return 0;
  }
  for (int i = 1; i < length; i++) {
    if ((text[i] & 0xc0) != 0x80) {
      return 0;
    }
    code = code << 6 | (text[i] & 0x3f);
  }
  static const uint32_t shortest[] = {0, 0, 0x80, 0x800, 0x10000};
  bool surrogate = code >= 0xd800 && code < 0xe000;
  return code < shortest[length] || surrogate || code > 0x10ffff ? 0 : length;
}

static inline bool pushpop_is_control(const uint8_t *text) {
  return text[0] < ' ' || text[0] == 0x7f || (text[0] == 0xc2 && text[1] < 0xa0);
}

/* A name in UTF-8, without control characters, then zeros to the end. */
static inline int pushpop_check_schema(struct pushpop_file *file, const uint8_t *tag) {
  int length = 0;
  while (length < PUSHPOP_SCHEMA_TAG_LENGTH && !pushpop_is_control(tag + length)) {
    int character = pushpop_utf8_length(tag + length);
    if (character == 0) {
      break;
    }
    length += character;
  }
  /* At least one zero is left: so it is a string. */
  bool sound = length < PUSHPOP_SCHEMA_TAG_LENGTH;
  for (int i = length; i < PUSHPOP_SCHEMA_TAG_LENGTH; i++) {
    sound = sound && tag[i] == 0;
  }
  if (!sound) {
    return pushpop_fail(file,
                        "cannot open %s: field=schema tag, expected=zeros, or 1 to 63 bytes of UTF-8"
                        " without control characters and then zeros, found=something else; "
                        PUSHPOP_DAMAGED,
                        file->path);
  }
  memcpy(file->schema, tag, PUSHPOP_SCHEMA_TAG_LENGTH);
  return 0;
}

/* The checks of the page, in its order, on a copy: what was checked cannot change any more. */
static inline int pushpop_check_header(struct pushpop_file *file, const uint8_t *header,
                                       int64_t length) {
  static const uint8_t magic[] = {'P', 'U', 'S', 'H', 'P', 'O', 'P', 0};
  if (memcmp(header, magic, sizeof magic) != 0) {
    return pushpop_fail(file,
                        "cannot open %s: field=magic, expected=PUSHPOP and a zero byte, found="
                        "something else; this is another program's file: correct the path",
                        file->path);
  }
  const uint8_t *v = header + PUSHPOP_VERSION_OFFSET;
  uint32_t version = v[0] | (uint32_t)v[1] << 8 | (uint32_t)v[2] << 16 | (uint32_t)v[3] << 24;
  if (version != PUSHPOP_VERSION) {
    return pushpop_bad(file, "version", PUSHPOP_VERSION, version,
                       "another version of Pushpop made the file: use that version on both sides,"
                       " or create the file anew");
  }
  int64_t slots = pushpop_header_field(header, PUSHPOP_SLOTS_OFFSET, 4);
  int64_t slot_size = pushpop_header_field(header, PUSHPOP_SLOT_SIZE_OFFSET, 4);
  int64_t lock_kind = pushpop_header_field(header, PUSHPOP_LOCK_KIND_OFFSET, 4);
  if (pushpop_require_mark(file, "byte order", PUSHPOP_BYTE_ORDER,
                           pushpop_header_field(header, PUSHPOP_BYTE_ORDER_OFFSET, 4),
                           "the file comes from a machine of another byte order, and cannot be"
                           " used here: create it anew") ||
      pushpop_require_mark(file, "ready", PUSHPOP_READY,
                           pushpop_header_field(header, PUSHPOP_READY_OFFSET, 4),
                           "the file is half-made: remove it and create it anew") ||
      pushpop_require_mark(file, "checksum", pushpop_crc32c(header, PUSHPOP_CHECKSUM_OFFSET),
                           pushpop_header_field(header, PUSHPOP_CHECKSUM_OFFSET, 4),
                           PUSHPOP_DAMAGED) ||
      pushpop_require_zero(file, "reserved", header, PUSHPOP_LOCK_KIND_END,
                           PUSHPOP_SCHEMA_TAG_OFFSET) ||
      pushpop_require_zero(file, "reserved", header, PUSHPOP_SCHEMA_TAG_END,
                           PUSHPOP_CHECKSUM_OFFSET) ||
      pushpop_check_schema(file, header + PUSHPOP_SCHEMA_TAG_OFFSET)) {
    return -1;
  }
  if (lock_kind != PUSHPOP_OPEN_FILE_DESCRIPTION_LOCKS && lock_kind != PUSHPOP_LOCK_FILES) {
    return pushpop_fail(file, "cannot open %s: field=lock kind, expected=1 or 2, found=%" PRId64
                        "; " PUSHPOP_DAMAGED, file->path, lock_kind);
  }
  if (!pushpop_is_power_of_two(slots, 2) || !pushpop_is_power_of_two(slot_size, 16) ||
      slots * slot_size > PUSHPOP_MAX_SLOTS_LENGTH) {
    return pushpop_fail(file,
                        "cannot open %s: field=geometry, expected=powers of two in range, found="
                        "slots=%" PRId64 ", slotSize=%" PRId64 "; " PUSHPOP_DAMAGED,
                        file->path, slots, slot_size);
  }
  int64_t expected = PUSHPOP_SLOTS_START + slots * slot_size;
  int64_t noted = pushpop_header_field(header, PUSHPOP_FILE_LENGTH_OFFSET, 8);
  if (noted != expected || length != expected) {
    return pushpop_bad(file, "file length", expected, noted != expected ? noted : length,
                       PUSHPOP_DAMAGED);
  }
  file->length = expected;
  file->slots = (int32_t)slots;
  file->slot_size = (int32_t)slot_size;
  file->lock_kind = (int32_t)lock_kind;
  return 0;
}

/* Refuses an open file whose elements mean something else, or were not said to mean anything. */
static inline int pushpop_expect_schema(struct pushpop_file *file, const char *schema) {
  const char *quote = file->schema[0] == 0 ? "" : "\"";
  return strcmp(schema, file->schema) == 0
             ? 0
             : pushpop_fail(file,
                            "cannot open %s: field=schema tag, expected=\"%s\", found=%s%s%s; use"
                            " the schema of the file, or create it anew",
                            file->path, schema, quote, *quote ? file->schema : "none", quote);
}

/* Opens a regular file on a descriptor of its own; only the same file as before, if there was one. */
static inline int pushpop_open_descriptor(struct pushpop_file *file, const char *path, int access,
                                          struct stat *found) {
  struct stat named;
  if (lstat(path, &named) != 0) {
    return pushpop_fail(file, "cannot open %s: %s; correct the path, or create the file", path,
                        strerror(errno));
  }
  if (!S_ISREG(named.st_mode)) {
    return pushpop_fail(file,
                        "cannot open %s: expected=a regular file, found=another kind; give the"
                        " path of the ring file itself",
                        path);
  }
  int descriptor = open(path, access | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) {
    return pushpop_fail(file, "cannot open %s: %s; run as its owner, or widen its mode", path,
                        strerror(errno));
  }
  if (fstat(descriptor, found) != 0 || found->st_dev != named.st_dev ||
      found->st_ino != named.st_ino) {
    close(descriptor);
    return pushpop_fail(file, "cannot open %s: it was replaced at this moment; open it again", path);
  }
  return descriptor;
}

static inline int pushpop_open_lock_file(struct pushpop_file *file, enum pushpop_side side,
                                         int access) {
  char path[PATH_MAX + 16];
  struct stat found;
  snprintf(path, sizeof path, "%s.%s.lock", file->path, pushpop_side_names[side]);
  return pushpop_open_descriptor(file, path, access, &found);
}

static inline void pushpop_close(struct pushpop_file *file) {
  if (file->bytes != NULL) {
    munmap(file->bytes, (size_t)file->length);
    file->bytes = NULL;
  }
  for (int side = 0; side < 2; side++) {
    if (file->locks[side] >= 0) {
      close(file->locks[side]);
      file->locks[side] = -1;
    }
  }
}

static inline int pushpop_make_present(struct pushpop_file *file) {
  if (madvise(file->bytes, (size_t)file->length, MADV_POPULATE_WRITE) == 0) {
    return 0;
  }
  if (errno != EINVAL) {
    return pushpop_fail(file, "cannot open %s: no room for its pages (%s); make room, and try again",
                        file->path, strerror(errno));
  }
  for (int64_t offset = 0; offset < file->length; offset += 4096) {
    /* Atomic, so that it cannot undo what a peer writes at the same time. */
    atomic_fetch_add((_Atomic int64_t *)(file->bytes + offset), 0);
  }
  return 0;
}

/* Opens an existing file after every check; to look only, permission to read it is enough. */
static inline int pushpop_open(struct pushpop_file *file, const char *path, bool to_look) {
  uint8_t header[PUSHPOP_HEADER_LENGTH];
  struct stat found;
  int access = to_look ? O_RDONLY : O_RDWR;
  memset(file, 0, sizeof *file);
  file->locks[0] = file->locks[1] = -1;
  snprintf(file->path, sizeof file->path, "%s", path);
  int descriptor = pushpop_open_descriptor(file, path, access, &found);
  if (descriptor < 0) {
    return -1;
  }
  file->locks[PUSHPOP_PUSH] = descriptor;
  file->device = found.st_dev;
  file->inode = found.st_ino;
  if (found.st_size < PUSHPOP_SLOTS_START ||
      pread(descriptor, header, sizeof header, 0) != (ssize_t)sizeof header) {
    pushpop_bad(file, "file length", PUSHPOP_SLOTS_START, found.st_size,
                "this is no ring file, or one that was cut short: correct the path, or remove it"
                " and create it anew");
  } else if (pushpop_check_header(file, header, found.st_size) == 0) {
    void *mapped = mmap(NULL, (size_t)file->length, to_look ? PROT_READ : PROT_READ | PROT_WRITE,
                        MAP_SHARED, descriptor, 0);
    if (mapped == MAP_FAILED) {
      pushpop_fail(file, "cannot open %s: mmap: %s; correct that and try again", path,
                   strerror(errno));
    } else {
      file->bytes = mapped;
      if (file->lock_kind == PUSHPOP_LOCK_FILES) {
        close(descriptor);
        file->locks[PUSHPOP_PUSH] = pushpop_open_lock_file(file, PUSHPOP_PUSH, access);
        file->locks[PUSHPOP_POP] =
            file->locks[PUSHPOP_PUSH] < 0 ? -1 : pushpop_open_lock_file(file, PUSHPOP_POP, access);
      }
      if ((file->lock_kind != PUSHPOP_LOCK_FILES || file->locks[PUSHPOP_POP] >= 0) &&
          (to_look || pushpop_make_present(file) == 0)) {
        return 0;
      }
    }
  }
  pushpop_close(file);
  return -1;
}

/* Locks. */

static inline struct flock pushpop_lock_of(const struct pushpop_file *file, enum pushpop_side side,
                                           int byte) {
  struct flock lock;
  memset(&lock, 0, sizeof lock);
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  lock.l_len = 1;
  lock.l_start = file->lock_kind == PUSHPOP_LOCK_FILES
                     ? byte - PUSHPOP_HELD_LOCK_OFFSET
                     : PUSHPOP_RECORD_OFFSET + (int)side * PUSHPOP_RECORD_LENGTH + byte;
  return lock;
}

/* Locks a byte of a side, without waiting: 1, or 0 if somebody else has it. */
static inline int pushpop_try_lock(struct pushpop_file *file, enum pushpop_side side, int descriptor,
                                   int byte) {
  struct flock lock = pushpop_lock_of(file, side, byte);
  int command = file->lock_kind == PUSHPOP_LOCK_FILES ? F_SETLK : F_OFD_SETLK;
  if (fcntl(descriptor, command, &lock) == 0) {
    return 1;
  }
  return errno == EAGAIN || errno == EACCES
             ? 0
             : pushpop_fail(file, "cannot lock %s: %s; its file system must have locks", file->path,
                            strerror(errno));
}

/* Whether somebody else than this process (kind 1: than this descriptor) has a byte locked. */
static inline int pushpop_is_locked(struct pushpop_file *file, enum pushpop_side side, int byte) {
  struct flock lock = pushpop_lock_of(file, side, byte);
  bool files = file->lock_kind == PUSHPOP_LOCK_FILES;
  int descriptor = file->locks[files ? side : PUSHPOP_PUSH];
  if (fcntl(descriptor, files ? F_GETLK : F_OFD_GETLK, &lock) != 0) {
    return pushpop_fail(file, "cannot ask for locks of %s: %s; its file system must have locks",
                        file->path, strerror(errno));
  }
  return lock.l_type != F_UNLCK;
}

/* States. */

/* ACQUIRE END-STATE. */
static inline int pushpop_state_word(struct pushpop_file *file, enum pushpop_side side,
                                     uint64_t *word) {
  *word = atomic_load_explicit((_Atomic uint64_t *)pushpop_record(file, side), memory_order_acquire);
  uint64_t what = *word & 3;
  if (what > PUSHPOP_DETACHED || (what == PUSHPOP_ABSENT) != (*word >> 2 == 0) ||
      *word >> 2 > PUSHPOP_MAX_GENERATION) {
    return pushpop_fail(file,
                        "cannot use the %s end of %s: field=%s state, expected=generation * 4 + 0,"
                        " 1 or 2, and 0 only for generation 0, found=%" PRIu64
                        "; " PUSHPOP_DAMAGED,
                        pushpop_side_names[side], file->path, pushpop_side_names[side], *word);
  }
  return 0;
}

/* State and generation of an end, now; -1 if its record is damaged. */
static inline int pushpop_state(struct pushpop_file *file, enum pushpop_side side,
                                uint64_t *generation) {
  uint64_t word;
  if (pushpop_state_word(file, side, &word) < 0) {
    return -1;
  }
  for (int look = 0; (word & 3) == PUSHPOP_ATTACHED && look < PUSHPOP_MAX_LOOKS; look++) {
    int locked = file->held[side] ? 1 : pushpop_is_locked(file, side, PUSHPOP_HELD_LOCK_OFFSET);
    uint64_t before = word;
    if (locked < 0 || (!locked && pushpop_state_word(file, side, &word) < 0)) {
      return -1;
    }
    if (locked || word == before) {
      *generation = word >> 2;
      return locked ? PUSHPOP_ATTACHED : PUSHPOP_DEAD;
    }
  }
  *generation = word >> 2;
  return (int)(word & 3);
}

static inline int pushpop_check_counters(struct pushpop_file *file, int64_t head, int64_t tail) {
  /* As unsigned, since a damaged counter may be anything. */
  int64_t depth = (int64_t)((uint64_t)head - (uint64_t)tail);
  return head >= 0 && tail >= 0 && depth >= 0 && depth < file->slots
             ? 0
             : pushpop_fail(file,
                            "the queue in %s is damaged: field=head and tail, expected=0 <= head -"
                            " tail <= %d, found=head=%" PRId64 " tail=%" PRId64
                            "; stop both ends, remove it and create it anew",
                            file->path, file->slots - 1, head, tail);
}

/* ACQUIRE HEAD, ACQUIRE TAIL. */
static inline int pushpop_counters(struct pushpop_file *file, int64_t *head, int64_t *tail) {
  *tail = atomic_load_explicit(pushpop_counter(file, PUSHPOP_TAIL_OFFSET), memory_order_acquire);
  *head = atomic_load_explicit(pushpop_counter(file, PUSHPOP_HEAD_OFFSET), memory_order_acquire);
  return pushpop_check_counters(file, *head, *tail);
}

/* Taking an end, and giving it back. */

static inline int64_t pushpop_millis(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Refuses an end if its record tells for certain who holds it; 0 if it does not. */
static inline int pushpop_refuse_if_named(struct pushpop_file *file, enum pushpop_side side) {
  uint64_t before;
  uint64_t after;
  int64_t pid;
  if (pushpop_state_word(file, side, &before) < 0) {
    return -1;
  }
  memcpy(&pid, pushpop_record(file, side) + PUSHPOP_PID_OFFSET, sizeof pid);
  int named = file->held[side] ? 1 : pushpop_is_locked(file, side, PUSHPOP_NAMED_LOCK_OFFSET);
  if (named < 0 || pushpop_state_word(file, side, &after) < 0) {
    return -1;
  }
  return named == 0 || (before & 3) != PUSHPOP_ATTACHED || before != after
             ? 0
             : pushpop_fail(file,
                            "the %s end of %s is taken: held by pid=%" PRId64 ", generation=%" PRIu64
                            "; close it there, or end that process, and take it again",
                            pushpop_side_names[side], file->path, pid, before >> 2);
}

/* Locks "held" of a side; the descriptor that carries the lock. */
static inline int pushpop_lock_held(struct pushpop_file *file, enum pushpop_side side) {
  struct stat found;
  bool files = file->lock_kind == PUSHPOP_LOCK_FILES;
  int64_t deadline = pushpop_millis(CLOCK_MONOTONIC) + PUSHPOP_PATIENCE_MILLIS;
  while (true) {
    int descriptor = file->locks[side];
    if (!files) {
      descriptor = pushpop_open_descriptor(file, file->path, O_RDWR, &found);
      if (descriptor < 0) {
        return -1;
      }
      if (found.st_dev != file->device || found.st_ino != file->inode) {
        close(descriptor);
        return pushpop_fail(file,
                            "cannot take the %s end of %s: expected=the file that was opened,"
                            " found=another file of that name; open the path anew",
                            pushpop_side_names[side], file->path);
      }
    }
    int locked =
        file->held[side] ? 0 : pushpop_try_lock(file, side, descriptor, PUSHPOP_HELD_LOCK_OFFSET);
    if (locked == 1) {
      return descriptor;
    }
    if (!files) {
      close(descriptor);
    }
    if (locked < 0 || pushpop_refuse_if_named(file, side) < 0) {
      return -1;
    }
    if (pushpop_millis(CLOCK_MONOTONIC) > deadline) {
      return pushpop_fail(file,
                          "the %s end of %s is taken: somebody whom its record does not name is"
                          " taking it or giving it back at this moment; try again",
                          pushpop_side_names[side], file->path);
    }
    nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
  }
}

/* Lock files: refuses a lock on a file that the path no longer leads to. */
static inline int pushpop_check_lock_file(struct pushpop_file *file, enum pushpop_side side,
                                          int descriptor) {
  char path[PATH_MAX + 16];
  struct stat named;
  struct stat locked;
  if (file->lock_kind != PUSHPOP_LOCK_FILES) {
    return 0;
  }
  snprintf(path, sizeof path, "%s.%s.lock", file->path, pushpop_side_names[side]);
  return lstat(path, &named) == 0 && fstat(descriptor, &locked) == 0 &&
                 named.st_dev == locked.st_dev && named.st_ino == locked.st_ino
             ? 0
             : pushpop_fail(file,
                            "cannot lock %s: expected=the lock file that was opened, found=another"
                            " file, or none; never delete lock files",
                            path);
}

static inline void pushpop_unlock(struct pushpop_file *file, enum pushpop_side side,
                                  int descriptor) {
  file->held[side] = false;
  if (file->lock_kind != PUSHPOP_LOCK_FILES) {
    close(descriptor);
    return;
  }
  struct flock lock = pushpop_lock_of(file, side, PUSHPOP_HELD_LOCK_OFFSET);
  lock.l_type = F_UNLCK;
  lock.l_len = 2;
  fcntl(descriptor, F_SETLK, &lock);
}

/* RELEASE END-STATE. */
static inline void pushpop_put_state(struct pushpop_end *end, enum pushpop_state what) {
  atomic_store_explicit((_Atomic uint64_t *)pushpop_record(end->file, end->side),
                        end->generation << 2 | what, memory_order_release);
}

/* Wakes the peer, after a release store, if it sleeps or is about to. */
static inline void pushpop_wake_peer(struct pushpop_end *end) {
  int offset =
      end->side == PUSHPOP_PUSH ? PUSHPOP_POP_SLEEPS_OFFSET : PUSHPOP_PUSH_SLEEPS_OFFSET;
  _Atomic uint32_t *sleeps = (_Atomic uint32_t *)(end->file->bytes + offset);
  /* The compiler keeps the load behind the store; what the processor does, the sleeper allows for. */
  atomic_signal_fence(memory_order_seq_cst);
  /* ACQUIRE SLEEPS */
  if (atomic_load_explicit(sleeps, memory_order_acquire) != 0) {
    /* RELEASE SLEEPS, before the call: the peer does not fall asleep any more. */
    atomic_store_explicit(sleeps, 0, memory_order_release);
    syscall(SYS_futex, sleeps, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
  }
}

static inline int pushpop_take(struct pushpop_end *end, struct pushpop_file *file,
                               enum pushpop_side side) {
  uint64_t word;
  int64_t head;
  int64_t tail;
  memset(end, 0, sizeof *end);
  end->file = file;
  end->side = side;
  if (pushpop_state_word(file, side, &word) < 0) {
    return -1;
  }
  end->lock = pushpop_lock_held(file, side);
  if (end->lock < 0) {
    return -1;
  }
  if (pushpop_check_lock_file(file, side, end->lock) < 0 ||
      pushpop_counters(file, &head, &tail) < 0 || pushpop_state_word(file, side, &word) < 0) {
    pushpop_unlock(file, side, end->lock);
    return -1;
  }
  end->position = side == PUSHPOP_PUSH ? head : tail;
  end->limit = side == PUSHPOP_PUSH ? tail + file->slots - 1 : head;
  end->generation = (word >> 2) + 1;
  uint8_t *record = pushpop_record(file, side);
  int64_t pid = getpid();
  int64_t now = pushpop_millis(CLOCK_REALTIME);
  memcpy(record + PUSHPOP_PID_OFFSET, &pid, sizeof pid);
  memcpy(record + PUSHPOP_START_TIME_OFFSET, &now, sizeof now);
  int32_t parking = PUSHPOP_PARKING_FUTEX;
  memcpy(record + PUSHPOP_PARKING_OFFSET, &parking, sizeof parking);
  /* What a later release may have noted here of its own taker is not true of this one. */
  memset(record + PUSHPOP_PADDING_OFFSET, 0, PUSHPOP_PADDING_LENGTH);
  pushpop_put_state(end, PUSHPOP_ATTACHED);
  file->held[side] = true;
  /* Where it cannot be had for a moment, others are told less, and nothing else changes. */
  pushpop_try_lock(file, side, end->lock, PUSHPOP_NAMED_LOCK_OFFSET);
  pushpop_wake_peer(end);
  return 0;
}

static inline void pushpop_give_back(struct pushpop_end *end) {
  pushpop_put_state(end, PUSHPOP_DETACHED);
  pushpop_wake_peer(end);
  pushpop_unlock(end->file, end->side, end->lock);
}

/* Pushing. */

/* 1: pushed; 0: there is no room for that length now. */
static inline int pushpop_try_push(struct pushpop_end *end, const void *bytes, int32_t length) {
  struct pushpop_file *file = end->file;
  if (length < 0 || length > pushpop_max_length(file)) {
    return pushpop_fail(file, "an element of this queue has 0 to %d bytes: length=%d",
                        pushpop_max_length(file), length);
  }
  int64_t first = end->position;
  int32_t count = pushpop_slots_of(file, length);
  int32_t to_end = pushpop_to_end_of_lap(file, first);
  int32_t skip = count > to_end ? to_end : 0;
  if (end->limit - first < count + skip) {
    /* ACQUIRE TAIL: the consumer is done with every slot below. */
    int64_t tail =
        atomic_load_explicit(pushpop_counter(file, PUSHPOP_TAIL_OFFSET), memory_order_acquire);
    if (pushpop_check_counters(file, first, tail) < 0) {
      return -1;
    }
    if (tail > INT64_MAX - file->slots) {
      return pushpop_fail(file, "the life of this queue is over: position=%" PRId64
                          "; create a new queue", first);
    }
    end->limit = tail + file->slots - 1;
    if (end->limit - first < count + skip) {
      return 0;
    }
  }
  int64_t start = first + skip;
  pushpop_put_length(file, start, length);
  if (length > 0) {
    memcpy(pushpop_slot(file, start) + PUSHPOP_WORD_LENGTH, bytes, (size_t)length);
  }
  if (skip > 0) {
    pushpop_put_length(file, first, PUSHPOP_SKIP);
  }
  end->position = start + count;
  /* RELEASE HEAD: the element exists from here on, and the marker before it. */
  atomic_store_explicit(pushpop_counter(file, PUSHPOP_HEAD_OFFSET), end->position,
                        memory_order_release);
  /* RELEASE STAMP: the consumer waits at the marker, if there is one. */
  atomic_store_explicit(pushpop_stamp_place(file, start), pushpop_stamp(start),
                        memory_order_release);
  if (skip > 0) {
    atomic_store_explicit(pushpop_stamp_place(file, first), pushpop_stamp(first),
                          memory_order_release);
  }
  pushpop_wake_peer(end);
  return 1;
}

/* Popping. */

/* Of how many losses the consumer was told; ACQUIRE LOSSES. */
static inline int64_t pushpop_told(const struct pushpop_file *file) {
  return atomic_load_explicit(pushpop_counter(file, PUSHPOP_TOLD_OFFSET), memory_order_acquire);
}

/* ACQUIRE HEAD: all below is complete. 1: there is an element. */
static inline int pushpop_read_head(struct pushpop_end *end) {
  int64_t head =
      atomic_load_explicit(pushpop_counter(end->file, PUSHPOP_HEAD_OFFSET), memory_order_acquire);
  if (pushpop_check_counters(end->file, head, end->position) < 0) {
    return -1;
  }
  if (head == end->position) {
    return 0;
  }
  end->watched = false;
  end->limit = head;
  return 1;
}

/* Whether there is an element behind all that is known of. */
static inline int pushpop_look(struct pushpop_end *end) {
  /* ACQUIRE STAMP: believed without head only by who saw it change. */
  if (atomic_load_explicit(pushpop_stamp_place(end->file, end->position), memory_order_acquire) !=
      pushpop_stamp(end->position)) {
    end->watched = true;
    return ++end->looks % PUSHPOP_LOOKS_PER_HEAD == 0 ? pushpop_read_head(end) : 0;
  }
  if (end->watched) {
    end->watched = false;
    end->limit = end->position + 1;
    return 1;
  }
  return pushpop_read_head(end);
}

/*
 * The element at a position below head, behind the markers if there are some; the position after
 * it, or -1 if no correct producer has written what is there. What the consumer was told so far of
 * losses goes on with it.
 */
static inline int64_t pushpop_element_at(struct pushpop_file *file, int64_t at, int64_t head,
                                         int64_t *told, struct pushpop_element *element) {
  int64_t start = at;
  int64_t total = *told;
  int32_t length = pushpop_length_at(file, at);
  if (length == PUSHPOP_GAP) {
    memcpy(&total, pushpop_slot(file, at) + PUSHPOP_WORD_LENGTH, sizeof total);
    if (total < 0) {
      return pushpop_fail(file,
                          "the queue in %s is damaged: field=gap, position=%" PRId64
                          ", expected=a total of 0 or more, found=%" PRId64
                          "; stop both ends, remove it and create it anew",
                          file->path, at, total);
    }
    start = at + 1;
    length = start < head ? pushpop_length_at(file, start) : PUSHPOP_GAP;
  }
  if (length == PUSHPOP_SKIP) {
    start += pushpop_to_end_of_lap(file, start);
    length = start < head ? pushpop_length_at(file, start) : PUSHPOP_SKIP;
  }
  int32_t count = length < 0 || length > pushpop_max_length(file) ? file->slots
                                                                  : pushpop_slots_of(file, length);
  if (count > pushpop_to_end_of_lap(file, start) || count == file->slots || start + count > head) {
    return pushpop_fail(file,
                        "the queue in %s is damaged: field=length, position=%" PRId64
                        ", expected=an element that ends with its lap and at or before head=%" PRId64
                        ", found=%d; stop both ends, remove it and create it anew",
                        file->path, start, head, length);
  }
  element->lost_before = total > *told ? total - *told : 0;
  *told += element->lost_before;
  element->position = start;
  element->length = length;
  element->bytes = pushpop_slot(file, start) + PUSHPOP_WORD_LENGTH;
  element->stamped = atomic_load_explicit(pushpop_stamp_place(file, start), memory_order_relaxed) ==
                     pushpop_stamp(start);
  return start + count;
}

/* 1: the next element, in place until it is popped; 0: there is none. */
static inline int pushpop_peek(struct pushpop_end *end, struct pushpop_element *element) {
  if (end->limit <= end->position) {
    int found = pushpop_look(end);
    if (found != 1) {
      return found;
    }
  }
  int32_t length = pushpop_length_at(end->file, end->position);
  if ((length < 0 || length > end->file->slot_size - PUSHPOP_WORD_LENGTH) &&
      pushpop_read_head(end) < 0) {
    /* The stamp has shown one slot, and this takes more; its head came before the stamp. */
    return -1;
  }
  end->peeked_told = pushpop_told(end->file);
  end->peeked_end =
      pushpop_element_at(end->file, end->position, end->limit, &end->peeked_told, element);
  return end->peeked_end < 0 ? -1 : 1;
}

/* Pops what was peeked at. RELEASE TAIL: its slots are free from here on. */
static inline void pushpop_pop(struct pushpop_end *end) {
  if (end->peeked_told != pushpop_told(end->file)) {
    /* RELEASE LOSSES, before TAIL: what is told is not told again with the next gap. */
    atomic_store_explicit(pushpop_counter(end->file, PUSHPOP_TOLD_OFFSET), end->peeked_told,
                          memory_order_release);
  }
  end->position = end->peeked_end;
  atomic_store_explicit(pushpop_counter(end->file, PUSHPOP_TAIL_OFFSET), end->position,
                        memory_order_release);
  pushpop_wake_peer(end);
}

/* 1: push was given back cleanly, and after that the queue was found empty. */
static inline int pushpop_is_drained(struct pushpop_end *end) {
  uint64_t generation;
  if (end->limit > end->position) {
    return 0;
  }
  int state = pushpop_state(end->file, PUSHPOP_PUSH, &generation);
  if (state != PUSHPOP_DETACHED) {
    return state < 0 ? -1 : 0;
  }
  int found = pushpop_read_head(end);
  return found < 0 ? -1 : found == 0;
}

#endif
