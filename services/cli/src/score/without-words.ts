type Fields = Readonly<Record<string, unknown>>;

/** What was said is neither needed nor written anywhere. */
export function withoutWords({ text: _, subject: __, ...record }: Fields): Fields {
  return record;
}
