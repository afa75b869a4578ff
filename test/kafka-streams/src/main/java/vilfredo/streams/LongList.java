package vilfredo.streams;

import java.util.Arrays;

/** A growing array of numbers. */
final class LongList {
  private long[] values = new long[8];
  private int size;

  int size() {
    return size;
  }

  long get(int at) {
    return values[at];
  }

  void add(long value) {
    if (size == values.length) values = Arrays.copyOf(values, size * 2);
    values[size++] = value;
  }

  void set(int at, long value) {
    values[at] = value;
  }

  void addTo(int at, long value) {
    values[at] += value;
  }

  void insert(int at, long... some) {
    if (size + some.length > values.length) values = Arrays.copyOf(values, (size + some.length) * 2);
    System.arraycopy(values, at, values, at + some.length, size - at);
    System.arraycopy(some, 0, values, at, some.length);
    size += some.length;
  }

  void removeFirst(int count) {
    System.arraycopy(values, count, values, 0, size - count);
    size -= count;
  }
}
