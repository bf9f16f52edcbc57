import { existsSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { isMarkdown } from '../tree/file-kinds.ts'
import { listFiles } from '../tree/list-files.ts'
import { anchorsIn, type Link, linksIn } from '../tree/markdown.ts'
import { readText } from '../tree/packages.ts'
import type { Check } from './check.ts'

type Place = { readonly root: string; readonly path: string }

/** Every link inside the repository leads somewhere; links that leave it are not followed. */
export const links: Check = {
  name: 'links',
  why: 'A reader follows the documents by their links: each leads to a file and a heading that exist.',
  async run(root) {
    const paths = (await listFiles(root)).filter(isMarkdown)
    const faults = await Promise.all(paths.map((path) => faultsOf({ root, path })))
    const nothing = paths.length === 0 ? ['there is no Markdown file'] : []
    return { findings: [...nothing, ...faults.flat()], seen: `${paths.length} documents` }
  },
}

async function faultsOf(place: Place): Promise<string[]> {
  const inside = linksIn(await readText(place.root, place.path)).filter(
    ({ target }) => !/^[a-z][a-z0-9+.-]*:/i.test(target),
  )
  const faults = await Promise.all(inside.map((link) => faultOf(place, link)))
  return faults.filter((fault) => fault !== undefined)
}

async function faultOf({ root, path }: Place, link: Link): Promise<string | undefined> {
  const [file = '', anchor] = decodeURI(link.target).split('#')
  const to = file === '' ? path : normalize(join(dirname(path), file))
  const said = `${path}:${link.line}: the link to ${link.target}`
  if (!existsSync(join(root, to))) return `${said} leads to no file.`
  if (anchor === undefined || !isMarkdown(to)) return undefined
  return anchorsIn(await readText(root, to)).has(anchor)
    ? undefined
    : `${said} leads to no heading.`
}
