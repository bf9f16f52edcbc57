import { html } from '../html/html.ts'
import type { Page } from './page.ts'
import { renderPage } from './render-page.ts'

/** What a reader sees at an address that has no page; the pages that there are stand above it. */
export function renderNothing(pages: readonly Page[], readOnly: string | undefined): string {
  const content = html`<h1>There is nothing at this address</h1>
<p>A trace has its address by its id, an order by its trace: <a href="/orders">Orders</a> lists those that the console has seen.</p>`
  return renderPage({
    pages,
    content,
    readOnly,
    page: undefined,
    notice: '',
    loaded: { title: 'Nothing here', watches: [] },
  })
}
