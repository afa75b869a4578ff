package vilfredo.streams;

import java.util.List;

/** One order, settled: what it still stands for after returns. */
record SettledOrder(String event, long time, List<Line> lines) {
  /** Quantity in thousandths of a unit, amount in minor units. */
  record Line(String sku, String category, long quantity, long amount) {}

  /** Of two orders at one instant the event id tells which is the later one. */
  boolean isLaterThan(long otherTime, String otherEvent) {
    return time > otherTime || (time == otherTime && event.compareTo(otherEvent) > 0);
  }
}
