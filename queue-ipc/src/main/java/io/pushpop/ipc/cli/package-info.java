/**
 * The command line, {@code scripts/pushpop}: makes ring files, pushes and pops through pipes, and
 * looks into queues from outside.
 *
 * <p>Start with {@link io.pushpop.ipc.cli.Pushpop} (the commands), then {@code PushCommand} and
 * {@code PopCommand}. {@code ElementSource} turns stdin into elements, {@code ElementFormat}
 * elements into stdout, {@code Failures} whatever goes wrong into one line and an exit code. {@code
 * WatchCommand} looks at queues again and again: {@code Looks} turns looks into {@code Figures},
 * {@code Verdict} and {@code WatchText} those into words, and only {@code WatchScreen} knows a
 * terminal.
 *
 * <p>{@code BridgeSideCommand} is one side of a bridge, {@code Bridging} its work, and {@code
 * AeronPresence} looks whether Aeron is there before either of its classes is touched.
 *
 * <p>Only this package may touch picocli, Jackson and JLine, which are optional dependencies of the
 * module: whoever uses the library does not load them, nor need them. The JSON objects of this
 * package are written by Jackson's streaming generator alone, since binding would cost every start
 * more than it saves here.
 */
package io.pushpop.ipc.cli;
