package vilfredo.streams;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Facts as JSON, the text that the scoring service keeps; equal facts are equal text. */
final class FactsJson {
  private static final JsonFactory JSON = new JsonFactory();

  private FactsJson() {}

  static byte[] write(Facts facts) {
    ByteArrayBuilder text = new ByteArrayBuilder(512);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("orderFacts", facts.orderFacts);
      writeNumbers(json, "days", facts.days, 1, 1);
      writeNumbers(json, "buckets", facts.window.numbers, DayBuckets.WIDTH, 2);
      json.writeArrayFieldStart("bucketEvents");
      for (String event : facts.window.events) json.writeString(event);
      json.writeEndArray();
      writeProducts(json, facts);
      writeLatest(json, facts.latest);
      json.writeObjectFieldStart("lifetime");
      json.writeNumberField("amount", facts.lifetimeAmount);
      json.writeNumberField("quantity", facts.lifetimeQuantity);
      json.writeEndObject();
      json.writeStringField("currency", facts.currency);
      if (facts.reached == Facts.NOTHING) json.writeNullField("reached");
      else json.writeNumberField("reached", facts.reached);
      json.writeEndObject();
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
    return text.toByteArray();
  }

  /** Of so many numbers each the first few are told by how much greater they are than those before. */
  private static void writeNumbers(JsonGenerator json, String name, LongList numbers, int width, int told)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (int i = 0; i < numbers.size(); i++) {
      boolean isTold = i >= width && i % width < told;
      json.writeNumber(isTold ? numbers.get(i) - numbers.get(i - width) : numbers.get(i));
    }
    json.writeEndArray();
  }

  private static void writeProducts(JsonGenerator json, Facts facts) throws IOException {
    json.writeArrayFieldStart("products");
    String[] skus = facts.products.keySet().toArray(String[]::new);
    Arrays.sort(skus);
    for (String sku : skus) {
      Product product = facts.products.get(sku);
      json.writeString(sku);
      json.writeString(product.category);
      json.writeNumber(product.days.events.size());
      for (int i = 0; i < product.days.events.size(); i++) writeEntry(json, facts, product, i);
    }
    json.writeEndArray();
  }

  private static void writeEntry(JsonGenerator json, Facts facts, Product product, int entry) throws IOException {
    int at = entry * DayBuckets.WIDTH;
    int bucket = bucketAt(facts.window.numbers, product.days.numbers.get(at));
    if (!product.days.events.get(entry).equals(facts.window.events.get(bucket))) {
      json.writeString(product.days.events.get(entry));
      json.writeNumber(facts.window.numbers.get(bucket * DayBuckets.WIDTH) - product.days.numbers.get(at));
    }
    json.writeNumber(bucket);
    for (int i = 2; i < DayBuckets.WIDTH; i++) json.writeNumber(product.days.numbers.get(at + i));
  }

  private static void writeLatest(JsonGenerator json, Facts.Latest latest) throws IOException {
    if (latest == null) {
      json.writeNullField("latest");
      return;
    }
    json.writeObjectFieldStart("latest");
    json.writeNumberField("time", latest.time());
    json.writeNumberField("amount", latest.amount());
    json.writeStringField("event", latest.event());
    json.writeEndObject();
  }

  /** The number of the bucket that a time is in: the first that ends with this time or a later one. */
  private static int bucketAt(LongList buckets, long time) {
    int from = 0;
    int to = buckets.size() / DayBuckets.WIDTH - 1;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (buckets.get(middle * DayBuckets.WIDTH) < time) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  static Facts read(byte[] text) {
    Facts facts = new Facts();
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        readField(json, name, facts);
      }
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
    return facts;
  }

  private static void readField(JsonParser json, String name, Facts facts) throws IOException {
    switch (name) {
      case "orderFacts" -> facts.orderFacts = json.getLongValue();
      case "days" -> readNumbers(json, facts.days, 1, 1);
      case "buckets" -> readNumbers(json, facts.window.numbers, DayBuckets.WIDTH, 2);
      case "bucketEvents" -> {
        while (json.nextToken() != JsonToken.END_ARRAY) facts.window.events.add(json.getText());
      }
      case "products" -> readProducts(json, facts);
      case "latest" -> facts.latest = readLatest(json);
      case "lifetime" -> {
        facts.lifetimeAmount = nextNumber(json);
        facts.lifetimeQuantity = nextNumber(json);
        json.nextToken();
      }
      case "currency" -> facts.currency = json.getText();
      case "reached" -> facts.reached = json.currentToken() == JsonToken.VALUE_NULL ? Facts.NOTHING : json.getLongValue();
      default -> throw new IOException("facts have no " + name);
    }
  }

  private static void readNumbers(JsonParser json, LongList numbers, int width, int told) throws IOException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      int i = numbers.size();
      boolean isTold = i >= width && i % width < told;
      numbers.add(json.getLongValue() + (isTold ? numbers.get(i - width) : 0));
    }
  }

  private static void readProducts(JsonParser json, Facts facts) throws IOException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      String sku = json.getText();
      Product product = new Product(json.nextTextValue());
      facts.products.put(sku, product);
      for (long left = json.nextLongValue(0); left > 0; left--) readEntry(json, facts, product);
    }
  }

  private static void readEntry(JsonParser json, Facts facts, Product product) throws IOException {
    String event = null;
    long earlier = 0;
    if (json.nextToken() == JsonToken.VALUE_STRING) {
      event = json.getText();
      earlier = json.nextLongValue(0);
      json.nextToken();
    }
    int bucket = json.getIntValue();
    product.days.numbers.add(facts.window.numbers.get(bucket * DayBuckets.WIDTH) - earlier);
    product.days.numbers.add(facts.window.numbers.get(bucket * DayBuckets.WIDTH + 1));
    product.days.events.add(event == null ? facts.window.events.get(bucket) : event);
    for (int i = 2; i < DayBuckets.WIDTH; i++) product.days.numbers.add(json.nextLongValue(0));
  }

  private static Facts.Latest readLatest(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) return null;
    long time = nextNumber(json);
    long amount = nextNumber(json);
    json.nextToken();
    String event = json.nextTextValue();
    json.nextToken();
    return new Facts.Latest(time, amount, event);
  }

  /** The value of the next field. */
  private static long nextNumber(JsonParser json) throws IOException {
    json.nextToken();
    return json.nextLongValue(0);
  }
}
