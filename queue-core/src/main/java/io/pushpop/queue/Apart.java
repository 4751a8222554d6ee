package io.pushpop.queue;

/**
 * Keeps an end off the cache lines of what was allocated before it, which often is the other end:
 * while two threads of one JVM store into one line, it goes to and fro with every element. Two
 * lines wide, since the adjacent-line prefetcher of x86-64 moves lines in pairs. What comes behind
 * an end is its own.
 */
abstract class Apart {
  long p00;
  long p01;
  long p02;
  long p03;
  long p04;
  long p05;
  long p06;
  long p07;
  long p08;
  long p09;
  long p10;
  long p11;
  long p12;
  long p13;
  long p14;
  long p15;
}
