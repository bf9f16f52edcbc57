import { createHash } from 'node:crypto'

/** Bare imports of browser code, and where the console serves them. */
const importMap = JSON.stringify({ imports: { 'lit-html': '/assets/lit-html.js' } })

/**
 * Loads the page again when a part of it did not load: a browser does not ask for it again, and without its script a
 * page never changes. Chromium, for one, drops the connections that it is opening whenever a network interface comes
 * or goes, as with each start of a container.
 */
const loadAgain = `
addEventListener('error', ({ target }) => {
  const address = target.src ?? target.href
  if (!address) return
  document.getElementById('notice')?.replaceChildren(
    'This page stands still: a part of it did not load. Trying again …')
  const tryLater = () => setTimeout(() =>
    fetch(address).then(({ ok }) => ok ? location.reload() : tryLater(), tryLater), 1000)
  tryLater()
}, true)
`

/** The only scripts that stand in a page itself; the policy of the pages names them by their hashes. */
export const inlineScripts = { importMap: inline(importMap), loadAgain: inline(loadAgain) }

function inline(text: string): { readonly text: string; readonly hash: string } {
  return { text, hash: `sha256-${createHash('sha256').update(text).digest('base64')}` }
}
