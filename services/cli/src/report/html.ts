/** Markup that is known to be safe. */
export class Html {
  constructor(readonly markup: string) {}
}

type Content = Html | string | number | readonly Html[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for element content and quoted attributes; control characters, which no document may hold, become U+FFFD. */
export function escapeText(text: string): string {
  return text.replace(/(?![\t\n\r])\p{Cc}/gu, '\ufffd').replace(/[&<>"']/g, (sign) => entities[sign]!);
}

function markupOf(content: Content): string {
  if (content instanceof Html) return content.markup;
  if (typeof content === 'object') return content.map((part) => part.markup).join('');
  return escapeText(String(content));
}

/** Tagged template: whatever is put in is escaped, unless it came out of this function itself. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return new Html(parts.reduce((markup, part, index) => markup + markupOf(contents[index - 1]!) + part));
}

export const nothing = new Html('');
