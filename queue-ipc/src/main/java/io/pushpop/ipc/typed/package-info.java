/**
 * Typed elements: anything that implements Chronicle's {@code BytesMarshallable}, encoded and
 * decoded in place.
 *
 * <p>The only package that may touch a Chronicle class, and nothing else of this library refers to
 * it: whoever pushes and pops raw bytes loads none of them, and needs none of the JVM flags that
 * they want.
 */
package io.pushpop.ipc.typed;
