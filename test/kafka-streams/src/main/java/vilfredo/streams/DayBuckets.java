package vilfredo.streams;

import java.util.ArrayList;
import java.util.List;

/** Orders by day. */
final class DayBuckets {
  static final int WIDTH = 5;

  /** Of each day with an order: time of its latest, the day, orders, amount, quantity. */
  final LongList numbers = new LongList();
  /** The latest order of each. */
  final List<String> events = new ArrayList<>();

  void add(SettledOrder order, long day, long amount, long quantity) {
    long orders = quantity > 0 ? 1 : 0;
    int at = events.size();
    while (at > 0 && numbers.get((at - 1) * WIDTH + 1) > day) at--;
    int known = (at - 1) * WIDTH;
    if (at == 0 || numbers.get(known + 1) != day) {
      numbers.insert(at * WIDTH, order.time(), day, orders, amount, quantity);
      events.add(at, order.event());
      return;
    }
    if (order.isLaterThan(numbers.get(known), events.get(at - 1))) {
      numbers.set(known, order.time());
      events.set(at - 1, order.event());
    }
    numbers.addTo(known + 2, orders);
    numbers.addTo(known + 3, amount);
    numbers.addTo(known + 4, quantity);
  }

  /** Lets go of the days before an instant, the first of a day. */
  void letGoBefore(long start) {
    int gone = 0;
    while (gone < events.size() && numbers.get(gone * WIDTH) < start) gone++;
    numbers.removeFirst(gone * WIDTH);
    events.subList(0, gone).clear();
  }
}
