import { createHash } from 'node:crypto'
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripTypes } from './strip-types.ts'

/** A file as the browser gets it. */
export type Asset = { readonly type: string; readonly body: string; readonly etag: string }

const src = fileURLToPath(new URL('..', import.meta.url))
const lit = dirname(createRequire(import.meta.url).resolve('lit-html'))

/** What the browser may load of our own source: its own code, the views, and what both share. */
const modules = ['browser/*.ts', 'pages/*/view.ts', 'views/*.ts', 'html/html-tag.ts']

/** The files of which an asset is made, one after the other. */
type Source = { readonly files: readonly string[]; readonly type: string }

const script = 'text/javascript; charset=utf-8'
const typed = globSync(modules, { cwd: src })
const views = typed.filter((path) => path.endsWith('/view.ts'))
const pageScripts = new Map(views.map((view) => [scriptOf(view), pageScript(view)]))
const sources: ReadonlyMap<string, Source> = new Map([
  ['lit-html.js', { files: [join(lit, 'lit-html.js')], type: script }],
  [
    'console.css',
    { files: globSync('style/*.css', { cwd: src }).sort(), type: 'text/css; charset=utf-8' },
  ],
  ['icon.svg', { files: ['style/icon.svg'], type: 'image/svg+xml' }],
])

/** Reads what pages load; only files of this list are served, whatever path is asked for. */
export function createAssets(): (path: string) => Promise<Asset | undefined> {
  const readScripts = keepUnlessFailed(makeScripts)
  const others = new Map(
    [...sources].map(([path, source]) => [path, keepUnlessFailed(() => makeAsset(source))]),
  )
  return async (path) =>
    typed.includes(path)
      ? (await readScripts()).get(path)
      : (pageScripts.get(path) ?? others.get(path)?.())
}

/** Where the script of the page with this view is served. */
export function scriptOf(viewFile: string): string {
  return viewFile.replace('view.ts', 'main.js')
}

/** All of them at once: they are loaded together, and one process strips them. */
async function makeScripts(): Promise<ReadonlyMap<string, Asset>> {
  const texts = await stripTypes(typed.map((path) => resolve(src, path)))
  return new Map(typed.map((path, i) => [path, toAsset(texts[i] ?? '', script)]))
}

/** The script of a page: all that it needs hangs on one element, which fails when a part of it does. */
function pageScript(view: string): Asset {
  const lines = [
    `import { view } from '/assets/${view}'`,
    "import { comeAlive } from '/assets/browser/main.ts'",
    'comeAlive(view)',
  ]
  return toAsset(lines.join('\n'), script)
}

function keepUnlessFailed<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return async () => {
    made ??= make()
    return made.catch((error) => {
      made = undefined
      throw error
    })
  }
}

async function makeAsset({ files, type }: Source): Promise<Asset> {
  const texts = await Promise.all(files.map((file) => readFile(resolve(src, file), 'utf8')))
  return toAsset(texts.join(''), type)
}

function toAsset(body: string, type: string): Asset {
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`
  return { type, body, etag }
}
