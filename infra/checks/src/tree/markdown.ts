export type Link = { readonly target: string; readonly line: number }

/** The text without code: what looks like a link there is none. */
function withoutCode(text: string): string {
  const blank = (code: string) => code.replaceAll(/[^\n]/g, ' ')
  return text.replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, blank).replaceAll(/`[^`\n]*`/g, blank)
}

/** Links and pictures of a Markdown text, inline ones and definitions. */
export function linksIn(text: string): Link[] {
  return withoutCode(text)
    .split('\n')
    .flatMap((content, index) => {
      const inline = content.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)
      const defined = content.matchAll(/^\s*\[[^\]]+\]:\s+<?(\S+?)>?\s*$/g)
      const shown = content.matchAll(/<(?:img|source)\b[^>]*?\bsrc(?:set)?="([^"\s]+)"/g)
      return [...inline, ...defined, ...shown].map(([, target = '']) => ({
        target,
        line: index + 1,
      }))
    })
}

/** The anchors that a reader can jump to, made as the usual renderers make them. */
export function anchorsIn(text: string): Set<string> {
  const headings = text
    .replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, '')
    .matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)
  const slugs = [...headings].map(([, heading = '']) => slugOf(heading))
  const ids = [...text.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, id = '']) => id)
  return new Set([...slugs.map((slug, index) => numbered(slug, slugs.slice(0, index))), ...ids])
}

function slugOf(heading: string): string {
  return heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-')
}

function numbered(slug: string, before: readonly string[]): string {
  const count = before.filter((other) => other === slug).length
  return count === 0 ? slug : `${slug}-${count}`
}
