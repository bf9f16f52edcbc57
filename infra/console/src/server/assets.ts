import { createHash } from 'node:crypto'
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A file as the browser gets it. */
export type Asset = { readonly type: string; readonly body: string; readonly etag: string }

const src = fileURLToPath(new URL('..', import.meta.url))
const lit = dirname(createRequire(import.meta.url).resolve('lit-html'))

/** What the browser may load of our own source: its own code, the views, and what both share. */
const modules = ['browser/*.ts', 'pages/*/view.ts', 'views/*.ts', 'html/html-tag.ts']

/** Bare imports of browser code, and where the console serves them. */
const importMap = JSON.stringify({ imports: { 'lit-html': '/assets/lit-html.js' } })

/** The one inline script; the policy of the pages names it by its hash. */
export const inlineImportMap = {
  text: importMap,
  hash: `sha256-${createHash('sha256').update(importMap).digest('base64')}`,
}

/** The files of which an asset is made, one after the other. */
type Source = {
  readonly files: readonly string[]
  readonly type: string
  readonly isTypeScript?: boolean
}

/** Reads what pages load; only files of this list are served, whatever path is asked for. */
export function createAssets(): (path: string) => Promise<Asset | undefined> {
  const sources = listSources()
  const made = new Map<string, Promise<Asset>>()
  return async (path) => {
    const source = sources.get(path)
    if (!source) return undefined
    const asset = made.get(path) ?? makeAsset(source)
    made.set(path, asset)
    return asset
  }
}

function listSources(): ReadonlyMap<string, Source> {
  const script = 'text/javascript; charset=utf-8'
  return new Map<string, Source>([
    ...globSync(modules, { cwd: src }).map((path): [string, Source] => [
      path,
      { files: [path], type: script, isTypeScript: true },
    ]),
    ['lit-html.js', { files: [join(lit, 'lit-html.js')], type: script }],
    [
      'console.css',
      { files: globSync('style/*.css', { cwd: src }).sort(), type: 'text/css; charset=utf-8' },
    ],
    ['icon.svg', { files: ['style/icon.svg'], type: 'image/svg+xml' }],
  ])
}

async function makeAsset({ files, type, isTypeScript }: Source): Promise<Asset> {
  const texts = await Promise.all(files.map((file) => readFile(resolve(src, file), 'utf8')))
  const text = texts.join('')
  const body = isTypeScript ? stripTypeScriptTypes(text) : text
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`
  return { type, body, etag }
}
