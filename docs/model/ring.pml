/*
 * The ring of queue-core: publish, consume, batch, permits given up or shortened, death of either
 * end at every step, takeover by a process with fresh private state. README.md says what is in here
 * and what is not, and how it is run. The words are those of the javadoc of Push and Pop.
 *
 * Positions and stamps count modulo 2N, so that the model is finite and yet laps for ever. A stamp
 * so comes back every second lap, a real one after 2^32 positions: stale ones are likelier here.
 *
 *   -DWEAK           stores of the push end may overtake each other; without it x86-TSO
 *   -DROOM=n         how many stores fit into the buffer of the push end, 1 to 4
 *   -DLIVENESS=n     a producer that pushes at most n elements, may die, and is not replaced
 *   -DONLY=n         of the invariants only number n
 *   -DBROKEN_...     one step done wrong, to show that it is found
 */

#define N     4
#define WRAP  8              /* positions and stamps are modulo this */

#ifndef ROOM
#define ROOM 3
#endif
#ifndef ONLY
#define ONLY 0
#endif
#ifdef BROKEN_ALL_SLOTS_FILLED
#define CAPACITY N
#else
#define CAPACITY (N - 1)
#endif

#define PLUS(a, b)  (((a) + (b)) % WRAP)
#define MINUS(a, b) (((a) + WRAP - (b)) % WRAP)
#define STAMP_OF(p) PLUS(p, 1)

/*
 * The region. A body is the length and the payload of a slot: its kind, and one of two colours. The
 * second slot of a DOUBLE has a REST, and payload in the place of its stamp.
 */
#define HEAD     0
#define TAIL     1
#define STAMP(p) (2 + (p) % N)
#define BODY(p)  (2 + N + (p) % N)

#define SINGLE 1
#define DOUBLE 2
#define SKIP   3
#define REST   4
#define RED    8

byte region[2 + 2 * N];

/*
 * For the assertions alone: what is in the region. One element at the most, any one, is red. Who
 * delivers that one in its place, once and whole, delivers all so, since no end looks at payload
 * (Wolper, "Expressing interesting properties of programs", 1986).
 */
#define NONE 7               /* the rank of no element */
byte inside;                 /* elements from tail to head */
byte ahead;                  /* how many of them were handled already */
byte redRank = NONE;         /* how many of them are before the red one */
bool redChosen;              /* there is one, pushed or about to be */

/* The invariants; one that is set true here is not checked. */
hidden byte no_phantom, in_order, not_torn, depth_in_bounds, no_overwrite, not_corrupt, no_loss;

/*
 * What happens when a store reaches the region. With a counter goes what it says of elements: for
 * head how many are new, and which of them is red; for tail how many are gone. Bodies below tail
 * are wiped out, to have fewer states: a model in which somebody still reads one does not pass for
 * it.
 */
#define REACH_HEAD(to, news) \
  region[HEAD] = to; \
  if \
  :: news >= 4 -> redRank = inside + (news) / 4 - 1 \
  :: else \
  fi; \
  inside = inside + (news) % 4; \
  assert(depth_in_bounds || MINUS(region[HEAD], region[TAIL]) < N)

#define REACH_TAIL(to, gone) \
  do \
  :: region[TAIL] != to -> region[BODY(region[TAIL])] = 0; region[TAIL] = PLUS(region[TAIL], 1) \
  :: else -> break \
  od; \
  assert(no_loss || ahead >= gone); \
  ahead = (ahead >= gone -> ahead - (gone) : 0); \
  inside = (inside >= gone -> inside - (gone) : 0); \
  if \
  :: redRank == NONE \
  :: redRank != NONE && redRank < gone -> redRank = NONE; redChosen = false \
  :: redRank != NONE && redRank >= gone -> redRank = redRank - (gone) \
  fi; \
  assert(depth_in_bounds || MINUS(region[HEAD], region[TAIL]) < N)

#define IN_USE(place) \
  (MINUS((place - 2) % N, region[TAIL]) % N < MINUS(region[HEAD], region[TAIL]))

/*
 * Store buffers. TSO: stores reach the region in the order of the program. WEAK: a release store
 * after all that were made before it, a plain one at any time, even before release stores that were
 * made before it. Both ends load with acquire, or what depends on such a load, and neither loads a
 * place that it stores to: their loads are in order.
 */
byte waiting;                /* stores in the buffer of the push end */
byte place[ROOM], number[ROOM], news[ROOM];
bool plain[ROOM];

bool tailWaits;              /* the buffer of the pop end: one store, of tail */
byte tailTo, tailGone;

#define PUSH_ARRIVED (waiting == 0)
#define POP_ARRIVED  (!tailWaits)

/* The store number i leaves the buffer. */
#define LEAVE(i) \
  if \
  :: place[i] == HEAD -> REACH_HEAD(number[i], news[i]) \
  :: else -> \
    assert(no_overwrite || !plain[i] || !IN_USE(place[i])); \
    region[place[i]] = number[i] \
  fi; \
  j = i; \
  do \
  :: j + 1 < waiting -> \
    place[j] = place[j + 1]; \
    number[j] = number[j + 1]; \
    news[j] = news[j + 1]; \
    plain[j] = plain[j + 1]; \
    j++ \
  :: else -> break \
  od; \
  place[j] = 0; number[j] = 0; news[j] = 0; plain[j] = false; \
  waiting--; \
  j = 0

#define IS_PLAIN(i)  (waiting > i && plain[i])
#define PASSES(i, k) (place[i] != place[k])

proctype Stores() {
  byte j;
end:
  do
  :: d_step { waiting > 0 -> LEAVE(0) }
#ifdef WEAK
#if ROOM > 1
  :: d_step { IS_PLAIN(1) && PASSES(1, 0) -> LEAVE(1) }
#endif
#if ROOM > 2
  :: d_step { IS_PLAIN(2) && PASSES(2, 0) && PASSES(2, 1) -> LEAVE(2) }
#endif
#if ROOM > 3
  :: d_step { IS_PLAIN(3) && PASSES(3, 0) && PASSES(3, 1) && PASSES(3, 2) -> LEAVE(3) }
#endif
#endif
  :: d_step {
      tailWaits ->
      REACH_TAIL(tailTo, tailGone);
      tailWaits = false; tailTo = 0; tailGone = 0
    }
  od
}

/*
 * A store of the push end goes into its buffer, where nobody sees it, so that the stores of a push
 * are one step up to where the buffer is full. Each may be the one before which the process dies.
 */
#define STORE(where, what, about, isPlain) \
  waiting < ROOM; \
  if \
  :: d_step { \
      place[waiting] = where; \
      number[waiting] = what; \
      news[waiting] = about; \
      plain[waiting] = isPlain; \
      waiting++ \
    } \
  :: goto dead \
  fi
#define PLAIN(where, what)          STORE(where, what, 0, true)
#define RELEASE(where, what, about) STORE(where, what, about, false)

#ifdef BROKEN_HEAD_IS_PLAIN
#define RELEASE_HEAD(to) STORE(HEAD, to, count + 4 * red, true)
#else
#define RELEASE_HEAD(to) STORE(HEAD, to, count + 4 * red, false)
#endif
#ifdef BROKEN_STAMP_IS_PLAIN
#define RELEASE_STAMP(p) PLAIN(STAMP(p), STAMP_OF(p))
#else
#define RELEASE_STAMP(p) RELEASE(STAMP(p), STAMP_OF(p), 0)
#endif

/* Payload in the place of a stamp may look like that of this lap, or like another. */
#define TRAP(p) \
  if \
  :: PLAIN(STAMP(p), STAMP_OF(p)) \
  :: PLAIN(STAMP(p), STAMP_OF(p + N)) \
  fi

/* Bodies that a dead producer has left beyond head, as those below tail. Its stamps stay. */
#define WIPE_BEYOND_HEAD \
  start = region[HEAD]; \
  do \
  :: MINUS(start, region[TAIL]) < N -> region[BODY(start)] = 0; start = PLUS(start, 1) \
  :: else -> break \
  od; \
  start = 0; \
  redChosen = (redRank != NONE)

mtype = { one, whole, shortened, givenUp, batch, batchGivenUp };
#define IN_PERMIT (kind == whole || kind == shortened || kind == givenUp)

proctype Push() {
  byte position;             /* private: what head holds */
  mtype kind;                /* of what is pushed now */
  byte count;                /* elements in it */
  byte red;                  /* which of them is red, from 1 on; 0 for none */
  byte needed;               /* slots to reserve, that of a skip marker included */
  byte start;                /* of the first element */
  byte end;                  /* the next head */
#ifdef LIVENESS
  byte left = LIVENESS;
#endif

attach:
  /* The kernel gives the end out when the dead one is gone, and its stores have arrived. */
  atomic {
#ifndef BROKEN_PUSH_IS_TAKEN_TOO_EARLY
    PUSH_ARRIVED ->
#endif
    position = region[HEAD];
    WIPE_BEYOND_HEAD
  };

push:
  atomic {
    kind = 0; count = 0; red = 0; needed = 0; start = 0; end = 0;
#ifdef LIVENESS
    if
    :: left > 0 -> left--
    :: goto over
    fi;
#endif
    if
    :: kind = one; needed = 1; count = 1
    :: kind = whole; needed = 2; count = 1
    :: kind = shortened; needed = 2; count = 1
    :: kind = givenUp; needed = 2
    :: kind = batch; needed = 2; count = 2
    :: kind = batchGivenUp; needed = 2
    fi;
    start = position;
    if
    :: IN_PERMIT && position % N == N - 1 -> needed = 3; start = PLUS(position, 1)
    :: else
    fi;
    end = PLUS(start, (kind == whole || kind == batch -> 2 : 1));
#ifndef BROKEN_TAIL_IS_NOT_READ
    if
    :: MINUS(position, region[TAIL]) + needed <= CAPACITY   /* ACQUIRE TAIL */
    :: else -> goto push
    fi;
#endif
    needed = 0;
    if
    :: !redChosen && count > 0 -> red = 1; redChosen = true
    :: !redChosen && count > 1 -> red = 2; redChosen = true
    :: true
    fi;

#ifdef BROKEN_SKIP_AT_RESERVE
    if
    :: start != position ->
      PLAIN(BODY(position), SKIP);
      RELEASE(HEAD, start, 0);
      RELEASE_STAMP(position);
      position = start
    :: else
    fi;
#endif
    if
    :: kind == one ->
#ifndef BROKEN_HEAD_BEFORE_LENGTH
      PLAIN(BODY(start), SINGLE + RED * red)
#endif

    :: kind == whole ->
      TRAP(start + 1);
#ifndef BROKEN_HEAD_BEFORE_THE_REST
      PLAIN(BODY(start + 1), REST + RED * red);
#endif
      PLAIN(BODY(start), DOUBLE + RED * red)

    :: kind == shortened ->
      TRAP(start + 1);
      PLAIN(BODY(start), SINGLE + RED * red)

    :: kind == givenUp ->
      TRAP(start + 1);
      goto push

    :: kind == batch || kind == batchGivenUp ->
      PLAIN(BODY(start), SINGLE + RED * (red == 1));
#ifdef BROKEN_BATCH_STAMPS_ITS_FIRST
      PLAIN(STAMP(start), STAMP_OF(start));
#endif
      PLAIN(BODY(start + 1), SINGLE + RED * (red == 2));
      PLAIN(STAMP(start + 1), STAMP_OF(start + 1));
      if
      :: kind == batch
      :: kind == batchGivenUp -> goto push
      fi
    fi;
    if
    :: start != position -> PLAIN(BODY(position), SKIP)
    :: else
    fi;
#ifdef BROKEN_STAMP_BEFORE_HEAD
    RELEASE_STAMP(start);
#endif
    RELEASE_HEAD(end);
#ifdef BROKEN_HEAD_BEFORE_LENGTH
    if
    :: kind == one -> PLAIN(BODY(start), SINGLE + RED * red)
    :: else
    fi;
#endif
#ifdef BROKEN_HEAD_BEFORE_THE_REST
    if
    :: kind == whole -> PLAIN(BODY(start + 1), REST + RED * red)
    :: else
    fi;
#endif
    kind = 0; count = 0; red = 0;
    RELEASE_STAMP(start);
    if
    :: start != position -> RELEASE_STAMP(position)
    :: else
    fi;
    position = end;
    goto push
  };

dead:
#ifndef LIVENESS
  atomic {
    position = 0; kind = 0; count = 0; red = 0; needed = 0; start = 0; end = 0;
    goto attach
  };
#endif
over:
  skip
}

/* What lies at next must end at or before head. */
#define REQUIRE_PUBLISHED(to) \
  if \
  :: MINUS(available, next) >= MINUS(to, next) \
  :: else -> \
    available = region[HEAD]; \
    assert(not_corrupt || MINUS(available, next) >= MINUS(to, next)) \
  fi

#define IS_STAMPED (region[STAMP(position)] == STAMP_OF(position))  /* ACQUIRE STAMP */
#ifdef BROKEN_ANY_STAMP_IS_BELIEVED
#define IS_BELIEVED true
#else
#define IS_BELIEVED watched
#endif

/* When head is read: at any time, or, so that it is at some time, after every failed look. */
#ifdef LIVENESS
#define LOOK_AGAIN  !odd
#define LOOK_AT_HEAD (odd || (IS_STAMPED && !IS_BELIEVED))
#else
#define LOOK_AGAIN  true
#define LOOK_AT_HEAD true
#endif

proctype Pop() {
  byte position;             /* private: what tail holds */
  byte available;            /* all below may be popped without a look */
  bool watched;              /* a look at this position found another value than its stamp */
#ifdef LIVENESS
  bool odd;                  /* the count of failed looks */
#endif
  byte next;                 /* where the handling is; beyond position in a drain */
  byte done;                 /* elements handled since the last store of tail */
  byte start, end;           /* of the element that is handled */
#ifdef BROKEN_STAMP_IS_LOADED_LATE
  byte early;                /* what was in the slot before the look at its stamp */
#endif

attach:
  atomic {
#ifndef BROKEN_POP_IS_TAKEN_TOO_EARLY
    POP_ARRIVED ->
#endif
    position = region[TAIL];
    available = position;
    ahead = 0
  };
#ifdef BROKEN_FIRST_LOOK_IS_BELIEVED
  watched = true;
#endif

pop:
#ifdef BROKEN_STAMP_IS_LOADED_LATE
  early = region[BODY(position)];
#endif
  atomic {
    if
    :: available == position && !IS_STAMPED && LOOK_AGAIN ->
      watched = true;
#ifdef LIVENESS
      odd = true;
#endif
      goto pop
    :: available == position && IS_STAMPED && IS_BELIEVED ->
#ifndef BROKEN_WATCHED_IS_KEPT
      watched = false;
#endif
      available = PLUS(position, 1);
#ifdef BROKEN_STAMP_IS_LOADED_LATE
      assert(not_corrupt || early == region[BODY(position)]);
#endif
      goto pop
    :: available == position && LOOK_AT_HEAD ->
#ifndef BROKEN_HEAD_IS_NOT_READ
      available = region[HEAD];                                     /* ACQUIRE HEAD */
#endif
#ifdef LIVENESS
      odd = false;
#endif
      if
      :: available == position -> assert(no_loss || ahead == inside)
      :: else -> watched = false
      fi;
      goto pop
    :: available != position && POP_ARRIVED
#ifndef LIVENESS
    :: goto dead
#endif
    fi;

    /*
     * One step, a drain too: nothing changes in a slot in use, or no_overwrite were violated. And
     * when the tail store before has arrived: whatever of this is earlier, nobody can tell.
     */
    next = position;
    do
    :: start = next;
      if
      :: region[BODY(next)] == SKIP ->
        start = PLUS(next, N - next % N);
        REQUIRE_PUBLISHED(PLUS(start, 1))
      :: else
      fi;
      end = PLUS(start, (region[BODY(start)] % RED == DOUBLE -> 2 : 1));
      REQUIRE_PUBLISHED(end);
#ifdef BROKEN_TAIL_BEFORE_HANDLER
      REACH_TAIL(end, done + 1);
#endif
      assert(no_phantom || ahead < inside);
      assert(not_corrupt
        || region[BODY(start)] % RED == SINGLE || region[BODY(start)] % RED == DOUBLE);
      assert(in_order || region[BODY(start)] / RED == (redRank == ahead));
      assert(not_torn || MINUS(end, start) == 1
        || region[BODY(start + 1)] == REST + RED * (redRank == ahead));
#ifdef BROKEN_SLOT_IS_CLEANED
      region[BODY(start)] = 0;
#endif
#ifdef BROKEN_THROWN_IS_RELEASED
      if
      :: done++; next = end; break
      :: true
      fi;
#endif
      ahead++;
      done++;
      next = end;
      if
      :: next != available                  /* a drain goes on */
      :: break                              /* or not; or the next one throws */
#ifndef LIVENESS
      :: goto dead                          /* before its handler came back, or before tail */
#endif
      fi
    od;
    tailWaits = true;
    tailTo = next;
    tailGone = done;
    position = next;
    next = 0; done = 0; start = 0; end = 0;
    goto pop
  };

dead:
  atomic {
    position = 0; available = 0; watched = false; next = 0; done = 0; start = 0; end = 0;
    goto attach
  }
}

init {
  atomic {
    no_phantom = (ONLY != 0 && ONLY != 1);
    in_order = (ONLY != 0 && ONLY != 2);
    not_torn = (ONLY != 0 && ONLY != 3);
    depth_in_bounds = (ONLY != 0 && ONLY != 4);
    no_overwrite = (ONLY != 0 && ONLY != 5);
    not_corrupt = (ONLY != 0 && ONLY != 6);
    no_loss = (ONLY != 0 && ONLY != 7);
    region[STAMP(0)] = STAMP_OF(0 + N);                     /* as the lap before has left them */
    region[STAMP(1)] = STAMP_OF(1 + N);
    region[STAMP(2)] = STAMP_OF(2 + N);
    region[STAMP(3)] = STAMP_OF(3 + N);
#ifdef LIVENESS
    /* The laps before are not in it: so it begins at any place of the lap. */
    if
    :: true
    :: region[HEAD] = 1; region[TAIL] = 1
    :: region[HEAD] = 2; region[TAIL] = 2
    :: region[HEAD] = 3; region[TAIL] = 3
    fi;
#endif
    run Stores();
    run Push();
    run Pop()
  }
}

#ifdef LIVENESS
ltl found { <> [] (ahead == inside) }
#endif
