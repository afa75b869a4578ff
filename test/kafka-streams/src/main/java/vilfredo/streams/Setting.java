package vilfredo.streams;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** What an application is started with. */
record Setting(String brokers, String topic, long events, long asOf, boolean rocksDb, String guarantee) {
  /** Room for facts that change often: they are written to store and changelog once per commit. */
  private static final long CACHE_BYTES = 64L * 1024 * 1024;

  static Setting of(Map<String, String> options) {
    return new Setting(
        options.get("brokers"),
        options.get("topic"),
        Long.parseLong(options.get("events")),
        Long.parseLong(options.get("as-of")),
        switch (options.get("store")) {
          case "memory" -> false;
          case "rocksdb" -> true;
          default -> throw new IllegalArgumentException("store: memory or rocksdb");
        },
        options.get("guarantee"));
  }

  Properties properties(String application, Path stateFolder) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateFolder.toString());
    properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
    properties.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    return properties;
  }

  Topology topology(Runnable onFolded) {
    Serde<Facts> facts = Serdes.serdeFrom((topic, one) -> one == null ? null : FactsJson.write(one),
        (topic, text) -> text == null ? null : FactsJson.read(text));
    return new Topology()
        .addSource("orders", Serdes.String().deserializer(), Serdes.ByteArray().deserializer(), topic)
        .addProcessor("fold", () -> new FoldProcessor(onFolded), "orders")
        .addStateStore(store(FoldProcessor.FACTS, facts).withCachingEnabled(), "fold")
        .addStateStore(store(FoldProcessor.HISTORY, Serdes.ByteArray()), "fold");
  }

  private <T> StoreBuilder<KeyValueStore<String, T>> store(String name, Serde<T> values) {
    KeyValueBytesStoreSupplier supplier =
        rocksDb ? Stores.persistentKeyValueStore(name) : Stores.inMemoryKeyValueStore(name);
    return Stores.keyValueStoreBuilder(supplier, Serdes.String(), values);
  }
}
