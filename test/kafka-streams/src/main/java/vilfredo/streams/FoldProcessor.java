package vilfredo.streams;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Folds each record into its customer's facts; every fact is kept too, for those that must be folded again. */
final class FoldProcessor implements Processor<String, byte[], Void, Void> {
  static final String FACTS = "facts";
  static final String HISTORY = "history";

  private static final ObjectReader PAYLOAD = new ObjectMapper().readerFor(OrderFact.Payload.class);
  private static final OrderFact.Kind[] KINDS = OrderFact.Kind.values();
  /** Of a kept fact: its kind and its time, before the payload as it came. */
  private static final int HEAD = 1 + Long.BYTES;

  private final Runnable onFolded;
  private KeyValueStore<String, Facts> facts;
  private KeyValueStore<String, byte[]> history;

  FoldProcessor(Runnable onFolded) {
    this.onFolded = onFolded;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    facts = context.getStateStore(FACTS);
    history = context.getStateStore(HISTORY);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    Facts known = facts.get(record.key());
    OrderFact.Kind kind = OrderFact.kindOf(header(record.headers(), "ce_type"));
    if (kind != null) known = fold(record, kind, known == null ? new Facts() : known);
    else if (known == null) known = new Facts();
    facts.put(record.key(), known);
    onFolded.run();
  }

  private Facts fold(Record<String, byte[]> record, OrderFact.Kind kind, Facts known) {
    String event = header(record.headers(), "ce_id");
    long time = Instant.parse(header(record.headers(), "ce_time")).toEpochMilli();
    byte[] value = record.value();
    history.put(
        record.key() + '\0' + event,
        ByteBuffer.allocate(HEAD + value.length).put((byte) kind.ordinal()).putLong(time).put(value).array());
    OrderFact fact = new OrderFact(event, time, kind, payload(value, 0));
    if (!known.canAdd(fact)) return Facts.folded(historyOf(record.key()));
    known.add(fact);
    return known;
  }

  private List<OrderFact> historyOf(String customer) {
    List<OrderFact> all = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> kept = history.range(customer + '\0', customer + '\1')) {
      while (kept.hasNext()) {
        KeyValue<String, byte[]> one = kept.next();
        ByteBuffer head = ByteBuffer.wrap(one.value);
        OrderFact.Kind kind = KINDS[head.get()];
        String event = one.key.substring(customer.length() + 1);
        all.add(new OrderFact(event, head.getLong(), kind, payload(one.value, HEAD)));
      }
    }
    return all;
  }

  private static OrderFact.Payload payload(byte[] bytes, int from) {
    try {
      return PAYLOAD.readValue(bytes, from, bytes.length - from);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private static String header(Headers headers, String name) {
    return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
