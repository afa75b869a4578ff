package vilfredo.streams;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An order of which something may be taken back. */
final class OpenOrder {
  static final class Bought {
    String category;
    long quantity;
    long amount;
  }

  final String event;
  final long time;
  final Map<String, Bought> lines = new LinkedHashMap<>();

  OpenOrder(OrderFact fact) {
    event = fact.event();
    time = fact.time();
    for (OrderFact.Line line : fact.payload().lines()) add(line);
  }

  private void add(OrderFact.Line line) {
    Bought known = lines.get(line.sku());
    if (known == null) {
      known = new Bought();
      known.category = line.categoryOrNone();
      lines.put(line.sku(), known);
    } else if (line.categoryOrNone().compareTo(known.category) > 0) {
      known.category = line.categoryOrNone();
    }
    known.quantity += line.thousandths();
    known.amount += line.amountMinor();
  }

  SettledOrder settled() {
    List<SettledOrder.Line> settled = new ArrayList<>(lines.size());
    lines.forEach((sku, line) -> settled.add(new SettledOrder.Line(sku, line.category, line.quantity, line.amount)));
    return new SettledOrder(event, time, settled);
  }
}
