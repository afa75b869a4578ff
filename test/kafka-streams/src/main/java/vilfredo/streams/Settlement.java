package vilfredo.streams;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a customer's orders come to when returns and cancellations are taken back in the day of the order they touch. */
record Settlement(List<SettledOrder> orders, long reached) {
  private static final Comparator<OrderFact> IN_TIME =
      Comparator.comparingLong(OrderFact::time).thenComparing(OrderFact::event);

  /** The history may come in any order. */
  static Settlement of(List<OrderFact> history) {
    List<OrderFact> inTime = new ArrayList<>(history);
    inTime.sort(IN_TIME);
    Set<String> cancelled = new HashSet<>();
    for (OrderFact fact : inTime) if (fact.kind() == OrderFact.Kind.CANCELLED) cancelled.add(fact.orderKey());
    List<OpenOrder> open = new ArrayList<>();
    Map<String, String> byKey = new HashMap<>();
    for (OrderFact fact : inTime) {
      if (fact.kind() != OrderFact.Kind.PLACED) continue;
      byKey.put(fact.orderKey(), fact.event());
      if (!cancelled.contains(fact.orderKey())) open.add(new OpenOrder(fact));
    }
    List<SettledOrder> standing = new ArrayList<>();
    long reached = byKey.keySet().containsAll(cancelled) ? Facts.NOTHING : Facts.EVERYTHING;
    for (OrderFact fact : inTime) {
      if (fact.kind() != OrderFact.Kind.RETURNED) continue;
      String key = fact.orderKey();
      if (key == null) reached = Math.max(reached, fact.time());
      else if (!byKey.containsKey(key)) reached = Facts.EVERYTHING;
      if (key != null && cancelled.contains(key)) continue;
      List<SettledOrder.Line> left = new ArrayList<>();
      for (OrderFact.Line line : fact.payload().lines()) {
        SettledOrder.Line rest = takeBack(open, line, fact.time(), key == null ? null : byKey.get(key));
        if (rest != null) left.add(rest);
      }
      if (!left.isEmpty()) standing.add(new SettledOrder(fact.event(), fact.time(), left));
    }
    List<SettledOrder> orders = new ArrayList<>();
    for (OpenOrder order : open) orders.add(order.settled());
    orders.addAll(standing);
    return new Settlement(orders, reached);
  }

  /** Takes one returned line out of the orders; what finds no order comes back as a line of its own, negative. */
  private static SettledOrder.Line takeBack(List<OpenOrder> open, OrderFact.Line line, long time, String named) {
    long quantity = line.thousandths();
    long amount = line.amountMinor();
    for (int i = open.size() - 1; i >= 0 && quantity > 0; i--) {
      OpenOrder order = open.get(i);
      if (named == null ? order.time > time : !order.event.equals(named)) continue;
      OpenOrder.Bought bought = order.lines.get(line.sku());
      if (bought == null || bought.quantity <= 0) continue;
      long taken = Math.min(quantity, bought.quantity);
      long refunded = taken == quantity ? amount : Math.round((double) amount * taken / quantity);
      bought.quantity -= taken;
      bought.amount -= refunded;
      quantity -= taken;
      amount -= refunded;
    }
    return quantity == 0 ? null : new SettledOrder.Line(line.sku(), line.categoryOrNone(), -quantity, -amount);
  }
}
