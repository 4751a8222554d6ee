/**
 * The command line, {@code scripts/pushpop}: makes ring files, pushes and pops through pipes, and
 * looks into queues from outside.
 *
 * <p>Start with {@link io.pushpop.ipc.cli.Pushpop} (the commands), then {@code PushCommand} and
 * {@code PopCommand}. {@code ElementSource} turns stdin into elements, {@code ElementFormat}
 * elements into stdout, {@code Failures} whatever goes wrong into one line and an exit code.
 *
 * <p>Only this package may touch picocli and Jackson, which are optional dependencies of the
 * module: whoever uses the library does not load them, nor need them. The one JSON object of this
 * package is written by Jackson's streaming generator alone, since binding would cost every start
 * more than it saves here.
 */
package io.pushpop.ipc.cli;
