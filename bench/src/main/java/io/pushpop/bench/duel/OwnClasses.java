package io.pushpop.bench.duel;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Set;

/**
 * Loads this project's classes anew, so that one contender's calls do not spoil the profile by
 * which another one's are compiled. What crosses the border is loaded once.
 */
final class OwnClasses extends URLClassLoader {
  private static final String OWN = "io.pushpop.";
  private static final Set<String> SHARED = Set.of(Turn.class.getName());

  /**
   * A loader of its own copies.
   *
   * @param classPath where this project's classes lie
   */
  OwnClasses(URL... classPath) {
    super(classPath, OwnClasses.class.getClassLoader());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OWN) || SHARED.contains(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }
}
