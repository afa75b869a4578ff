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
      writeNumbers(json, "days", facts.days);
      writeNumbers(json, "rows", facts.rows);
      json.writeArrayFieldStart("rowEvents");
      for (String event : facts.rowEvents) json.writeString(event);
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

  private static void writeNumbers(JsonGenerator json, String name, LongList numbers) throws IOException {
    json.writeArrayFieldStart(name);
    for (int i = 0; i < numbers.size(); i++) json.writeNumber(numbers.get(i));
    json.writeEndArray();
  }

  private static void writeProducts(JsonGenerator json, Facts facts) throws IOException {
    json.writeArrayFieldStart("products");
    String[] skus = facts.products.keySet().toArray(String[]::new);
    Arrays.sort(skus);
    for (String sku : skus) {
      Facts.Product product = facts.products.get(sku);
      json.writeString(sku);
      json.writeString(product.category);
      json.writeNumber(product.entries.size() / Facts.ENTRY);
      for (int i = 0; i < product.entries.size(); i += Facts.ENTRY) {
        json.writeNumber(rowAt(facts.rows, product.entries.get(i)));
        json.writeNumber(product.entries.get(i + 1));
        json.writeNumber(product.entries.get(i + 2));
      }
    }
    json.writeEndArray();
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

  /** The number of the first row of this time; every entry has one. */
  private static int rowAt(LongList rows, long time) {
    int from = 0;
    int to = rows.size() / Facts.ROW - 1;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (rows.get(middle * Facts.ROW) < time) from = middle + 1;
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
      case "days" -> readNumbers(json, facts.days);
      case "rows" -> readNumbers(json, facts.rows);
      case "rowEvents" -> {
        while (json.nextToken() != JsonToken.END_ARRAY) facts.rowEvents.add(json.getText());
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

  private static void readNumbers(JsonParser json, LongList numbers) throws IOException {
    while (json.nextToken() != JsonToken.END_ARRAY) numbers.add(json.getLongValue());
  }

  private static void readProducts(JsonParser json, Facts facts) throws IOException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      Facts.Product product = new Facts.Product();
      facts.products.put(json.getText(), product);
      product.category = json.nextTextValue();
      for (long left = json.nextLongValue(0); left > 0; left--) {
        product.entries.add(facts.rows.get(json.nextIntValue(0) * Facts.ROW));
        product.entries.add(json.nextLongValue(0));
        product.entries.add(json.nextLongValue(0));
      }
    }
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
