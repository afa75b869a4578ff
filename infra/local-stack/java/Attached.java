import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Runs the main class named first with the remaining arguments, for no longer than somebody holds the other end of
 * standard input: a server started for a test must not outlive the test, however the test ends.
 */
public final class Attached {
  public static void main(String[] arguments) throws Exception {
    Thread watch = new Thread(Attached::endWithStandardInput, "attached");
    watch.setDaemon(true);
    watch.start();
    Class.forName(arguments[0])
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
  }

  private static void endWithStandardInput() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException broken) {
      System.err.println("standard input is gone: " + broken.getMessage());
    }
    String temporary = System.getProperty("vilfredo.temporary");
    if (temporary == null) System.exit(0);
    remove(Path.of(temporary));
    Runtime.getRuntime().halt(0);
  }

  private static void remove(Path folder) {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    } catch (IOException left) {
      System.err.println("left behind: " + left.getMessage());
    }
  }
}
