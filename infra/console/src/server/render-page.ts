import { html, type Markup, Markup as Raw } from '../html/html.ts'
import { scriptOf } from './assets.ts'
import { inlineScripts } from './inline-scripts.ts'
import type { Loaded, Page } from './page.ts'

/** What stands around the content of every page. */
type Shell = {
  readonly pages: readonly Page[]
  /** Undefined where there is none; nothing keeps its content in step then. */
  readonly page: Pick<Page, 'path' | 'viewFile'> | undefined
  readonly loaded: Pick<Loaded<unknown>, 'title' | 'watches'>
  readonly content: unknown
  /** What came of the form that has led here; empty otherwise. */
  readonly notice: string
  /** Why nothing may be done here, where that is so. */
  readonly readOnly: string | undefined
}

/** A whole page: navigation, content, and where the browser finds what keeps the content in step. */
export function renderPage({ pages, page, loaded, content, notice, readOnly }: Shell): string {
  return `<!doctype html>\n${html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${loaded.title} · Tailspan</title>
<script>${new Raw(inlineScripts.loadAgain.text)}</script>
<link rel="icon" href="/assets/icon.svg">
<link rel="stylesheet" href="/assets/console.css">
<script type="importmap">${new Raw(inlineScripts.importMap.text)}</script>
${page ? html`<script type="module" src="/assets/${scriptOf(page.viewFile)}"></script>` : undefined}
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top"><a class="brand" href="/">Tailspan</a>
<nav aria-label="Pages">${pages.flatMap((one) => (one.nav ? entry(one, page) : []))}</nav></header>
${readOnly ? html`<aside class="notice quiet" aria-label="This console">${readOnly}</aside>` : undefined}
<p id="notice" class="notice" role="status" data-about="action">${notice}</p>
<main id="content" tabindex="-1" data-watches="${loaded.watches.join(' ')}">${content}</main>
</body>
</html>`}\n`
}

function entry({ path, nav }: Page, current: Pick<Page, 'path'> | undefined): Markup {
  const href = path.replace(/\{.*\}/, '')
  return path === current?.path
    ? html`<a href="${href}" aria-current="page">${nav}</a>`
    : html`<a href="${href}">${nav}</a>`
}
