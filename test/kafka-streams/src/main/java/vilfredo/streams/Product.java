package vilfredo.streams;

/** What a customer ordered of one product within the window. */
final class Product {
  String category;
  final DayBuckets days = new DayBuckets();

  Product(String category) {
    this.category = category;
  }

  void add(SettledOrder order, SettledOrder.Line line, long day) {
    if (!days.events.isEmpty() && isSaidLater(order.time(), line.category())) category = line.category();
    days.add(order, day, line.amount(), line.quantity());
  }

  private boolean isSaidLater(long time, String said) {
    long newest = days.numbers.get(days.numbers.size() - DayBuckets.WIDTH);
    return time > newest || (time == newest && said.compareTo(category) > 0);
  }
}
