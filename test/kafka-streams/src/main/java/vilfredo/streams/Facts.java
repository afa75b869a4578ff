package vilfredo.streams;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a customer's orders leave behind: the fold of the scoring service, number for number. */
final class Facts {
  record Latest(long time, long amount, String event) {}

  static final long NOTHING = Long.MIN_VALUE;
  /** The largest whole number that JavaScript is sure of. */
  static final long EVERYTHING = 9_007_199_254_740_991L;
  static final long DAY_MS = 86_400_000L;

  long orderFacts;
  final LongList days = new LongList();
  final DayBuckets window = new DayBuckets();
  final Map<String, Product> products = new HashMap<>();
  Latest latest;
  long lifetimeAmount;
  long lifetimeQuantity;
  String currency = "";
  /** Orders after this may be added: no return or cancellation reaches them. */
  long reached = NOTHING;

  /** Whether one more fact can be added as it is; if not, the customer is to be folded again from history. */
  boolean canAdd(OrderFact fact) {
    return fact.kind() == OrderFact.Kind.PLACED && fact.time() > reached;
  }

  void add(OrderFact fact) {
    addOrder(new OpenOrder(fact).settled());
    note(fact);
  }

  static Facts folded(List<OrderFact> history) {
    Facts facts = new Facts();
    Settlement settlement = Settlement.of(history);
    for (SettledOrder order : settlement.orders()) facts.addOrder(order);
    facts.reached = settlement.reached();
    for (OrderFact fact : history) facts.note(fact);
    return facts;
  }

  /** Lets go of the days before the window. */
  void leaveWindow(long start) {
    window.letGoBefore(start);
    for (Product product : products.values()) product.days.letGoBefore(start);
    products.values().removeIf(product -> product.days.events.isEmpty());
  }

  private void note(OrderFact fact) {
    orderFacts++;
    if (fact.kind() != OrderFact.Kind.CANCELLED && fact.payload().currency().compareTo(currency) > 0) {
      currency = fact.payload().currency();
    }
  }

  private void addOrder(SettledOrder order) {
    long day = Math.floorDiv(order.time(), DAY_MS);
    long amount = 0;
    long quantity = 0;
    for (SettledOrder.Line line : order.lines()) {
      amount += line.amount();
      quantity += line.quantity();
      addToProduct(order, line, day);
    }
    window.add(order, day, amount, quantity);
    lifetimeAmount += amount;
    lifetimeQuantity += quantity;
    if (quantity <= 0) return;
    addDay(day);
    if (latest == null || order.time() > latest.time()
        || (order.time() == latest.time() && order.event().compareTo(latest.event()) > 0)) {
      latest = new Latest(order.time(), amount, order.event());
    }
  }

  private void addDay(long day) {
    int at = days.size();
    while (at > 0 && days.get(at - 1) > day) at--;
    if (at > 0 && days.get(at - 1) == day) return;
    days.insert(at, day);
  }

  private void addToProduct(SettledOrder order, SettledOrder.Line line, long day) {
    if (line.quantity() == 0 && line.amount() == 0) return;
    Product product = products.get(line.sku());
    if (product == null) {
      product = new Product(line.category());
      products.put(line.sku(), product);
    }
    product.add(order, line, day);
  }
}
