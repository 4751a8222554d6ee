/**
 * Typed elements: anything that implements Chronicle's {@code BytesMarshallable}, encoded and
 * decoded in place.
 *
 * <p>A queue carries elements of one type, or of several. Of one type, an element is what it
 * encodes to, and nothing else. Of several, it is pushed with a type id, an int of the user's, and
 * popped by a {@link io.pushpop.ipc.typed.TypedHandler}; then the id stands before it:
 *
 * <pre>
 * field     offset  size
 * type      0       4     in the byte order of the machine
 * encoding  4       ..
 * </pre>
 *
 * <p>An element does not say which of the two it is: both sides must agree, and {@link
 * io.pushpop.ipc.FileOptions#withSchema} has that checked.
 *
 * <p>A type says itself how it is encoded, by {@code writeMarshallable} and {@code
 * readMarshallable}; or it has neither, and Chronicle writes its fields, in their order, by
 * reflection. The former is faster, and needs no flag. The self-describing formats of Chronicle
 * Wire are another library's.
 *
 * <p>The only package that may touch a Chronicle class, and nothing else of this library refers to
 * it: whoever pushes and pops raw bytes loads none of them, and needs none of the JVM flags that
 * they want.
 */
package io.pushpop.ipc.typed;
