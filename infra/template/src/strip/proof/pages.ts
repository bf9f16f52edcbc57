import { posix } from 'node:path'

const commands = /`npm run (bench|lab|soak|images)\b/

/** A page without the blocks that speak of `proof/`: table rows, list items, paragraphs. */
export function withoutProof(page: string, text: string): string {
  // What was done stays done; only its links would lead nowhere.
  if (page === 'CHANGELOG.md') return text.replaceAll(/\[([^\]]*)\]\(proof\/[^)]*\)/g, '$1')
  const leadsToProof = (block: string) =>
    commands.test(block) ||
    [...block.matchAll(/\]\(([^)#\s]+)/g)].some(([, target = '']) =>
      /^proof(\/|$)/.test(posix.join(posix.dirname(page), target)),
    )
  const parentheses = / \([^()]*`npm run (?:bench|lab|soak|images)\b[^()]*\)/g
  const measured = /; \[measured\]\([^)]*proof[^)]*\)/g
  return text
    .replaceAll(parentheses, '')
    .replaceAll(measured, '')
    .split('\n\n')
    .flatMap((paragraph) => {
      const isList = /^(\||- |\d+[.] )/.test(paragraph)
      if (!isList) return leadsToProof(paragraph) ? [] : [paragraph]
      const items = paragraph.split(/\n(?=\||- |\d+[.] )/)
      const left = items.filter((item) => !leadsToProof(item))
      return left.length > 0 ? [left.join('\n')] : []
    })
    .join('\n\n')
    .replace(/\n*$/, '\n')
}
