/** Text that is markup already. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toString(): string {
    return this.text
  }
}

/**
 * Makes markup of a template; every value in it is text, whatever it contains.
 *
 * shape:  lists are joined, what is undefined or null is left out
 * errors: TypeError for a value in an attribute without quotes: no escaping makes that safe
 */
export function html(strings: TemplateStringsArray, ...values: readonly unknown[]): Markup {
  const pieces = values.map((value, i) => join(strings[i] ?? '', value))
  return new Markup(pieces.join('') + (strings.at(-1) ?? ''))
}

/** A piece of the template and the value that follows it. */
function join(piece: string, value: unknown): string {
  const claim = /\s\?([a-z-]+)=$/.exec(piece)
  if (claim) return piece.slice(0, claim.index) + (value ? ` ${claim[1]}` : '')
  if (piece.endsWith('=')) throw new TypeError(`quote the value: ${piece}`)
  return piece + toText(value)
}

function toText(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (value instanceof Markup) return value.text
  return Array.isArray(value) ? value.map(toText).join('') : escapeText(String(value))
}

const signs: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeText(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => signs[sign] ?? '')
}
