package vilfredo.streams;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** SHA-256 over everybody's facts as of a moment: of each, in order of id, the id, the facts as JSON and a line end. */
final class FactsHash {
  private static final int WINDOW_DAYS = 365;
  private final SortedMap<String, Facts> customers = new TreeMap<>();

  void put(String id, Facts facts) {
    customers.put(id, facts);
  }

  int size() {
    return customers.size();
  }

  String asOf(long moment) {
    long start = (Math.floorDiv(moment, Facts.DAY_MS) - WINDOW_DAYS + 1) * Facts.DAY_MS;
    MessageDigest hash = sha256();
    for (Map.Entry<String, Facts> customer : customers.entrySet()) {
      customer.getValue().leaveWindow(start);
      hash.update(customer.getKey().getBytes(StandardCharsets.UTF_8));
      hash.update(FactsJson.write(customer.getValue()));
      hash.update((byte) '\n');
    }
    return HexFormat.of().formatHex(hash.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException error) {
      throw new IllegalStateException(error);
    }
  }
}
