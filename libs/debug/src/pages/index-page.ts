import type { Page } from '../listener/answer.ts'

/** The list of all pages, where people begin. */
export function indexPage(pages: readonly Page[]): Page {
  const rows = pages.map(({ path, about }) => `<li><a href="${path}">${path}</a> ${about}</li>`)
  const body = `<!doctype html><meta charset="utf-8"><title>debug</title>
<h1>debug, process ${process.pid}</h1>
<ul>
${rows.join('\n')}
</ul>
`
  return {
    path: '/debug/pprof/',
    about: 'this list',
    answer: () => ({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body }),
  }
}
