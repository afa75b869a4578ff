package vilfredo.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Folds events given as lines of JSON, without a broker, and prints the hash: so that the fold itself can be compared. */
public final class FoldLines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FoldLines() {}

  /** The moment that the facts are taken at, epoch ms, is the one argument. */
  public static void main(String[] args) throws IOException {
    Map<String, Facts> facts = new HashMap<>();
    Map<String, List<OrderFact>> histories = new HashMap<>();
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode event = JSON.readTree(line);
      String subject = event.get("subject").asText();
      // Written and read again after each fact, as a state store does.
      Facts known = facts.containsKey(subject) ? FactsJson.read(FactsJson.write(facts.get(subject))) : new Facts();
      List<OrderFact> history = histories.computeIfAbsent(subject, none -> new ArrayList<>());
      OrderFact.Kind kind = OrderFact.kindOf(event.get("type").asText());
      if (kind != null) {
        long time = Instant.parse(event.get("time").asText()).toEpochMilli();
        OrderFact.Payload payload = JSON.readValue(event.get("data").asText(), OrderFact.Payload.class);
        OrderFact fact = new OrderFact(event.get("id").asText(), time, kind, payload);
        history.add(fact);
        if (known.canAdd(fact)) known.add(fact);
        else known = Facts.folded(history);
      }
      facts.put(subject, known);
    }
    FactsHash hash = new FactsHash();
    facts.forEach(hash::put);
    System.out.println(hash.asOf(Long.parseLong(args[0])));
  }
}
