package io.pushpop.ipc;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Loads this package anew, with a call of {@link Steps#step(String)} before each call that changes
 * a file, a lock or the mapped memory. What is tested is the compiled code itself, which has no
 * hook for it.
 */
final class SteppingLoader extends ClassLoader {
  private static final String PACKAGE = SteppingLoader.class.getPackageName() + ".";
  private static final String STEPS = Steps.class.getName().replace('.', '/');

  private static final Map<String, Set<String>> CALLS =
      Map.of(
          "java/nio/file/Files",
          Set.of("createLink", "createFile", "deleteIfExists", "setPosixFilePermissions"),
          "java/nio/channels/FileChannel",
          Set.of("open", "write", "tryLock", "close"),
          "java/nio/channels/FileLock",
          Set.of("release"),
          "org/agrona/concurrent/AtomicBuffer",
          Set.of("putLong", "putLongRelease"),
          "io/pushpop/ipc/Linux",
          Set.of("open", "fcntl", "close"));

  SteppingLoader() {
    super(SteppingLoader.class.getClassLoader());
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
      byte[] code = withSteps(in.readAllBytes());
      return defineClass(name, code, 0, code.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private static byte[] withSteps(byte[] code) {
    ClassReader reader = new ClassReader(code);
    // One more value on the stack than the call itself needs.
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            return new StepBeforeCalls(
                className(reader) + "." + name,
                super.visitMethod(access, name, descriptor, signature, exceptions));
          }
        },
        0);
    return writer.toByteArray();
  }

  private static String className(ClassReader reader) {
    return reader.getClassName().substring(PACKAGE.length());
  }

  private static final class StepBeforeCalls extends MethodVisitor {
    private final String caller;

    StepBeforeCalls(String caller, MethodVisitor next) {
      super(Opcodes.ASM9, next);
      this.caller = caller;
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      if (CALLS.getOrDefault(owner, Set.of()).contains(name)) {
        super.visitLdcInsn(caller + ": " + name);
        super.visitMethodInsn(Opcodes.INVOKESTATIC, STEPS, "step", "(Ljava/lang/String;)V", false);
      }
      super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    }
  }
}
