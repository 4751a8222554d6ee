/**
 * Normalised market data: the messages of an exchange, written by the feed in the words of a schema
 * of ours (SBE, Simple Binary Encoding), so that a strategy need not know the exchange.
 *
 * <pre>
 *   ITCH -> SbeSource -> ... ring ... -> SbeReader -> OrderBooks
 * </pre>
 *
 * <p>The codecs in {@code io.pushpop.bench.sbe.codec} are generated while this is built, from
 * {@code src/main/sbe/market-data.xml}. They are flyweights: wrapped around the place where an
 * element lies, they read and write there, without a copy and without garbage.
 */
package io.pushpop.bench.sbe;
