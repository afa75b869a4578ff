package vilfredo.streams;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;

/**
 * Folds a topic from its beginning to its end, several times in one process, each time as an application that has never
 * been, and prints one line of JSON per pass.
 */
public final class Main {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private Main() {}

  /** --brokers --topic --events --as-of (epoch ms) --store memory|rocksdb --guarantee at_least_once|exactly_once_v2 --passes */
  public static void main(String[] args) throws Exception {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) options.put(args[i].substring(2), args[i + 1]);
    Setting setting = Setting.of(options);
    for (int pass = 1; pass <= Integer.parseInt(options.get("passes")); pass++) {
      String application = "kafka-streams-" + ProcessHandle.current().pid() + "-" + pass;
      Path state = Files.createTempDirectory(application);
      try {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("pass", pass);
        line.putAll(run(setting, application, state));
        System.out.println(new ObjectMapper().writeValueAsString(line));
      } finally {
        remove(state);
      }
    }
  }

  private static Map<String, Object> run(Setting setting, String application, Path state) throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    AtomicLong folded = new AtomicLong();
    AtomicReference<Throwable> trouble = new AtomicReference<>();
    AtomicReference<Span> folding = new AtomicReference<>();
    Runnable onRecord = () -> {
      if (folded.getAndIncrement() == 0) folding.set(new Span());
      if (folded.get() == setting.events()) ended.countDown();
    };
    KafkaStreams streams = new KafkaStreams(setting.topology(onRecord), setting.properties(application, state));
    streams.setUncaughtExceptionHandler(error -> {
      trouble.set(error);
      ended.countDown();
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    });
    Span all = new Span();
    streams.start();
    boolean inTime = ended.await(10, TimeUnit.MINUTES);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("events", folded.get());
    all.putInto(figures, "secondsSinceStart", "cpuSecondsSinceStart");
    if (folding.get() != null) folding.get().putInto(figures, "seconds", "cpuSeconds");
    if (trouble.get() != null) throw new IllegalStateException("the application failed", trouble.get());
    if (!inTime) throw new IllegalStateException("not done after ten minutes: " + folded.get());
    FactsHash hash = hashOf(streams);
    Span closing = new Span();
    streams.close();
    closing.putInto(figures, "closingSeconds", "closingCpuSeconds");
    figures.put("customers", hash.size());
    figures.put("sha256", hash.asOf(setting.asOf()));
    return figures;
  }

  private static FactsHash hashOf(KafkaStreams streams) {
    FactsHash hash = new FactsHash();
    try (KeyValueIterator<String, Facts> all =
        streams.store(StoreQueryParameters.fromNameAndType(FoldProcessor.FACTS, QueryableStoreTypes.<String, Facts>keyValueStore())).all()) {
      while (all.hasNext()) {
        var one = all.next();
        hash.put(one.key, one.value);
      }
    }
    return hash;
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(one);
    }
  }

  /** Time and processor time of the process since it was made. */
  private static final class Span {
    private final long begun = System.nanoTime();
    private final long cpu = SYSTEM.getProcessCpuTime();

    void putInto(Map<String, Object> figures, String seconds, String cpuSeconds) {
      figures.put(seconds, (System.nanoTime() - begun) / 1e9);
      figures.put(cpuSeconds, (SYSTEM.getProcessCpuTime() - cpu) / 1e9);
    }
  }
}
