package vilfredo.streams;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** What a customer's orders leave behind: the fold of the scoring service, number for number. */
final class Facts {
  record Latest(long time, long amount, String event) {}

  static final class Product {
    String category;
    /** Of each order: time, quantity, amount. */
    final LongList entries = new LongList();
  }

  static final int ROW = 4;
  static final int ENTRY = 3;
  static final long NOTHING = Long.MIN_VALUE;
  /** The largest whole number that JavaScript is sure of. */
  static final long EVERYTHING = 9_007_199_254_740_991L;
  static final long DAY_MS = 86_400_000L;

  long orderFacts;
  final LongList days = new LongList();
  /** Of each order: time, day, amount, quantity. */
  final LongList rows = new LongList();
  final List<String> rowEvents = new ArrayList<>();
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

  /** Lets go of what lies before the window. */
  void leaveWindow(long start) {
    int gone = 0;
    while (gone < rows.size() && rows.get(gone) < start) gone += ROW;
    if (gone == 0) return;
    rows.removeFirst(gone);
    rowEvents.subList(0, gone / ROW).clear();
    for (Iterator<Product> each = products.values().iterator(); each.hasNext(); ) {
      LongList entries = each.next().entries;
      int old = 0;
      while (old < entries.size() && entries.get(old) < start) old += ENTRY;
      entries.removeFirst(old);
      if (entries.size() == 0) each.remove();
    }
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
      addEntry(order.time(), line);
    }
    addRow(order, day, amount, quantity);
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

  private void addRow(SettledOrder order, long day, long amount, long quantity) {
    int at = rowEvents.size();
    while (at > 0 && isRowAfter(at - 1, order)) at--;
    rows.insert(at * ROW, order.time(), day, amount, quantity);
    rowEvents.add(at, order.event());
  }

  private boolean isRowAfter(int row, SettledOrder order) {
    long time = rows.get(row * ROW);
    return time > order.time() || (time == order.time() && rowEvents.get(row).compareTo(order.event()) > 0);
  }

  private void addEntry(long time, SettledOrder.Line line) {
    if (line.quantity() == 0 && line.amount() == 0) return;
    Product product = products.get(line.sku());
    if (product == null) {
      product = new Product();
      product.category = line.category();
      products.put(line.sku(), product);
    } else if (isSaidLater(product, time, line.category())) {
      product.category = line.category();
    }
    LongList entries = product.entries;
    int at = entries.size();
    while (at > 0 && isEntryAfter(entries, at - ENTRY, time, line)) at -= ENTRY;
    entries.insert(at, time, line.quantity(), line.amount());
  }

  private static boolean isSaidLater(Product product, long time, String said) {
    long newest = product.entries.get(product.entries.size() - ENTRY);
    return time > newest || (time == newest && said.compareTo(product.category) > 0);
  }

  private static boolean isEntryAfter(LongList entries, int at, long time, SettledOrder.Line line) {
    if (entries.get(at) != time) return entries.get(at) > time;
    if (entries.get(at + 1) != line.quantity()) return entries.get(at + 1) > line.quantity();
    return entries.get(at + 2) > line.amount();
  }
}
