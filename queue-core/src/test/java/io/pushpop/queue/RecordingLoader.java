package io.pushpop.queue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Loads this package anew, with {@link Recording} in the place of {@link Memory}. What is tested is
 * the compiled ring itself, which has no hook for it.
 *
 * <p>Whoever uses the ring under recording must be loaded from here too: the same names loaded
 * elsewhere are other classes.
 */
final class RecordingLoader extends ClassLoader {
  private static final String PACKAGE = RecordingLoader.class.getPackageName() + ".";
  private static final String MEMORY = Memory.class.getName().replace('.', '/');
  private static final String RECORDING = Recording.class.getName().replace('.', '/');

  RecordingLoader() {
    super(RecordingLoader.class.getClassLoader());
    setDefaultAssertionStatus(true);
  }

  /**
   * A new object of a class of this package, loaded here.
   *
   * @param type its own class is not used, but the one of the same name
   * @param seenAs an interface from outside this package
   */
  <T> T create(Class<? extends T> type, Class<T> seenAs) throws ReflectiveOperationException {
    Constructor<?> constructor = loadClass(type.getName()).getDeclaredConstructor();
    constructor.setAccessible(true);
    try {
      return seenAs.cast(constructor.newInstance());
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(PACKAGE)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    String file = name.replace('.', '/') + ".class";
    try (InputStream in = getParent().getResourceAsStream(file)) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] code = in.readAllBytes();
      if (!name.equals(Recording.class.getName())) {
        code = withRecording(code);
      }
      return defineClass(name, code, 0, code.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private static byte[] withRecording(byte[] code) {
    ClassReader reader = new ClassReader(code);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            return new Redirection(
                super.visitMethod(access, name, descriptor, signature, exceptions));
          }
        },
        0);
    return writer.toByteArray();
  }

  private static final class Redirection extends MethodVisitor {
    Redirection(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      boolean memory = opcode == Opcodes.INVOKESTATIC && owner.equals(MEMORY);
      super.visitMethodInsn(opcode, memory ? RECORDING : owner, name, descriptor, isInterface);
    }
  }
}
