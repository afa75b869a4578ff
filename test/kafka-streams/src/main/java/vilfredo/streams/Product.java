package vilfredo.streams;

import java.util.ArrayList;
import java.util.List;

/** What a customer ordered of one product within the window. */
final class Product {
  static final int ENTRY = 4;

  String category;
  /** Of each day on which it was ordered: time of the latest such order, orders, amount, quantity. */
  final LongList entries = new LongList();
  final List<String> events = new ArrayList<>();

  Product(String category) {
    this.category = category;
  }

  void add(SettledOrder order, SettledOrder.Line line) {
    if (!events.isEmpty() && isSaidLater(order.time(), line.category())) category = line.category();
    long orders = line.quantity() > 0 ? 1 : 0;
    long day = Facts.dayOf(order.time());
    int at = events.size();
    while (at > 0 && Facts.dayOf(entries.get((at - 1) * ENTRY)) > day) at--;
    int known = (at - 1) * ENTRY;
    if (at == 0 || Facts.dayOf(entries.get(known)) != day) {
      entries.insert(at * ENTRY, order.time(), orders, line.amount(), line.quantity());
      events.add(at, order.event());
      return;
    }
    if (order.isLaterThan(entries.get(known), events.get(at - 1))) {
      entries.set(known, order.time());
      events.set(at - 1, order.event());
    }
    entries.addTo(known + 1, orders);
    entries.addTo(known + 2, line.amount());
    entries.addTo(known + 3, line.quantity());
  }

  private boolean isSaidLater(long time, String said) {
    long newest = entries.get(entries.size() - ENTRY);
    return time > newest || (time == newest && said.compareTo(category) > 0);
  }
}
