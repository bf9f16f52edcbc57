/** A foreign text on one line, without anything that a terminal would take for an order. */
export function safeText(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ')
}
