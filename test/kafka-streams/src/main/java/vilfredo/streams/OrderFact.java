package vilfredo.streams;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/** A fact about orders: what a record on the topic tells. */
record OrderFact(String event, long time, Kind kind, Payload payload) {
  enum Kind { PLACED, RETURNED, CANCELLED }

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Line(String sku, String category, double quantity, long amountMinor) {
    String categoryOrNone() {
      return category == null ? "" : category;
    }

    /** In thousandths, so that sums do not depend on the order of adding. */
    long thousandths() {
      return Math.round(quantity * 1000);
    }
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Payload(String source, String orderId, String currency, List<Line> lines) {}

  /** Null for a return that names no order. */
  String orderKey() {
    return payload.orderId() == null ? null : payload.source() + '\0' + payload.orderId();
  }

  /** Null for an event that is no fact about orders. */
  static Kind kindOf(String type) {
    return switch (type) {
      case "OrderPlaced" -> Kind.PLACED;
      case "OrderReturned" -> Kind.RETURNED;
      case "OrderCancelled" -> Kind.CANCELLED;
      default -> null;
    };
  }
}
