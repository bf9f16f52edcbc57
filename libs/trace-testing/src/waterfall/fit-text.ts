const segmenter = new Intl.Segmenter()
const zeroWidth = /^\p{Mn}|^\p{Me}|^\p{Cf}/u
const doubleWidth =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|^\p{Emoji_Presentation}/u

/** Makes text from outside safe for a terminal: control and direction characters become `·`. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\p{Cs}]/gu, '·')
}

/** How many terminal cells the text takes. */
export function cellsOf(text: string): number {
  if (isPlain(text)) return text.length
  return [...segmenter.segment(text)].reduce((cells, part) => cells + cellsOfOne(part.segment), 0)
}

// Latin text and our own signs need no segmentation, and most names are nothing else.
function isPlain(text: string): boolean {
  return /^[\x20-\x7e\u2500-\u257f\u2026]*$/.test(text)
}

function cellsOfOne(grapheme: string): number {
  if (zeroWidth.test(grapheme)) return 0
  return doubleWidth.test(grapheme) ? 2 : 1
}

/** Cuts the text to at most `cells`, the last one an ellipsis. */
export function cut(text: string, cells: number): string {
  if (cellsOf(text) <= cells) return text
  if (cells < 1) return ''
  if (isPlain(text)) return `${text.slice(0, cells - 1)}…`
  let kept = ''
  let used = 0
  for (const { segment } of segmenter.segment(text)) {
    used += cellsOfOne(segment)
    if (used > cells - 1) break
    kept += segment
  }
  return `${kept}…`
}

/** Cuts or fills the text to exactly `cells`. */
export function fitLeft(text: string, cells: number): string {
  const short = cut(text, cells)
  return short + ' '.repeat(Math.max(0, cells - cellsOf(short)))
}

/** The same with the text at the right edge. */
export function fitRight(text: string, cells: number): string {
  const short = cut(text, cells)
  return ' '.repeat(Math.max(0, cells - cellsOf(short))) + short
}
