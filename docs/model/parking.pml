/*
 * How an end sleeps until its peer wakes it: Sleep, and the look for a sleeper in Push. A Pop that
 * sleeps on an empty ring; a Push on a full one is the same with the names changed. README.md says
 * what is in here and what is not, and how it is run.
 *
 * No sleep is bounded here, so that a wake-up that is lost leaves the sleeper where it is for ever:
 * an invalid end state.
 *
 *   -DROOM=n         how many stores fit into the buffer of the push end
 *   -DBROKEN_...     one step done wrong, to show that it is found
 */

#ifndef ROOM
#define ROOM 3
#endif

#define PUSHES   4           /* elements pushed in all */
#define CUT      3           /* sleeps that end early or are given up, in all */

/* The region: head, and whether Pop sleeps. */
#define HEAD  0
#define FLAG  1
byte region[2];

/* Store buffers, x86-TSO: stores arrive in the order of the program, however late. */
byte waiting;                /* stores in the buffer of the push end */
byte place[ROOM], number[ROOM];
byte raising;                /* stores of the flag in the buffer of the pop end */
byte flagTo[2];

/*
 * Stores that were in the buffer of the push end when the flag could be seen, and still are. While
 * there are any the grace period is not over: a store does not stay in a buffer for so long.
 */
byte due;

bool asleep;                 /* in the kernel, where a wake-up finds it */
byte cut = CUT;
byte popped;

active proctype push_buffer() {
end:
  do
  :: d_step {
      waiting > 0 ->
      region[place[0]] = number[0];
      place[0] = place[1]; number[0] = number[1];
#if ROOM > 2
      place[1] = place[2]; number[1] = number[2]; place[2] = 0; number[2] = 0;
#else
      place[1] = 0; number[1] = 0;
#endif
      waiting--;
      due = (due > 0 -> due - 1 : 0)
    }
  od
}

active proctype pop_buffer() {
end:
  do
  :: d_step {
      raising > 0 ->
      region[FLAG] = flagTo[0];
      due = (flagTo[0] == 1 -> waiting : due);
      flagTo[0] = flagTo[1]; flagTo[1] = 0;
      raising--
    }
  od
}

#define PUSH_STORES(to, value) \
  atomic { waiting < ROOM -> place[waiting] = to; number[waiting] = value; waiting++ }

/* What the push end loads is what it has stored last, while that is still in its buffer. */
#define PUSH_SEES_FLAG \
  (waiting > 0 && place[waiting - 1] == FLAG -> number[waiting - 1] \
    : (waiting > 1 && place[waiting - 2] == FLAG -> number[waiting - 2] \
    : (waiting > ROOM - 1 && place[0] == FLAG -> number[0] : region[FLAG])))

/* The system call has a full fence, and takes the lock under which a sleeper falls asleep. */
#define WAKE atomic { waiting == 0 -> asleep = false }

active proctype push() {
  byte pushed;
  byte flag;
  do
  :: pushed == PUSHES -> break
  :: else ->
    pushed++;
#ifdef BROKEN_FLAG_IS_LOADED_FIRST
    flag = PUSH_SEES_FLAG;
    PUSH_STORES(HEAD, pushed);
#else
    PUSH_STORES(HEAD, pushed);
    flag = PUSH_SEES_FLAG;
#endif
    if
    :: flag == 0
    :: else ->
#ifdef BROKEN_WOKEN_BEFORE_THE_FLAG_IS_LOWERED
      WAKE;
      PUSH_STORES(FLAG, 0)
#elif defined(BROKEN_FLAG_IS_LOWERED_ALONE)
      PUSH_STORES(FLAG, 0);
      if
      :: asleep -> WAKE
      :: !asleep
      fi
#else
      PUSH_STORES(FLAG, 0);
      WAKE
#endif
    fi
  od
}

#define POP_STORES(value) atomic { raising < 2 -> flagTo[raising] = value; raising++ }
#define POP_SEES_FLAG     (raising > 0 -> flagTo[raising - 1] : region[FLAG])
#define LOOK              found = (region[HEAD] != popped)

/* Going to sleep has a full fence; the kernel looks at the flag under the lock of the wake-up. */
#define FALL_ASLEEP atomic { raising == 0 -> asleep = (region[FLAG] == 1) }

active proctype pop() {
  bool found, raised, settled;
  do
  :: popped == PUSHES -> break
  :: else ->
    LOOK;
    do
    :: found -> break
    :: !found && (!raised || POP_SEES_FLAG == 0) ->
      POP_STORES(1);
      raised = true;
#ifdef BROKEN_NO_GRACE_PERIOD
      settled = true;
#elif defined(BROKEN_GRACE_PERIOD_ONCE_A_WAIT)
#else
      settled = false;
#endif
      LOOK
    :: !found && raised && POP_SEES_FLAG == 1 && !settled ->
      FALL_ASLEEP;
      if
      :: !asleep
      :: atomic { asleep && due == 0 -> asleep = false }
      :: atomic { asleep && cut > 0 -> cut--; asleep = false }
      fi;
#ifdef BROKEN_GRACE_PERIOD_IS_CUT_SHORT
      settled = true;
#else
      if
      :: due == 0 -> settled = true
      :: true
      fi;
#endif
#ifndef BROKEN_NO_LOOK_AFTER_THE_GRACE_PERIOD
      LOOK
#endif
    :: !found && raised && POP_SEES_FLAG == 1 && settled ->
      FALL_ASLEEP;
      if
      :: !asleep
      :: atomic { asleep && cut > 0 -> cut--; asleep = false }
      fi;
      LOOK
    :: !found && raised && cut > 0 ->
      /* The wait is given up, and another one begins. */
      cut--;
      POP_STORES(0);
      raised = false;
      settled = false;
      LOOK
    od;
    if
    :: raised -> POP_STORES(0); raised = false; settled = false
    :: else
    fi;
    popped++
  od
}
