import { Refusal } from '../refusal.ts'
import type { Tree } from '../tree.ts'

/** What the table of services says about one of them. */
export type Service = {
  readonly name: string
  readonly port: number
  readonly debugPort: number
  readonly consumes: readonly string[]
  readonly publishes: readonly string[]
  readonly asks: readonly string[]
}

export const manifestFile = 'infra/manifest/src/services.ts'
export const entries = /^ {2}'?(?<key>[a-z][a-z0-9-]*)'?: \{\n(?: {4}.*\n)+ {2}\},\n/gm

/** Reads the table of services from its source, so that a tree need not be a checkout. */
export function readServices(tree: Tree): readonly Service[] {
  const text = tree.get(manifestFile) ?? ''
  const services = [...text.matchAll(entries)].map(({ 0: entry, groups }) =>
    toService(groups?.key ?? '', entry),
  )
  if (services.length === 0) throw new Refusal(`${manifestFile} has no services that can be read.`)
  return services
}

function toService(name: string, entry: string): Service {
  const number = (field: string) =>
    Number(new RegExp(`\\b${field}: ([\\d_]+)`).exec(entry)?.[1]?.replaceAll('_', ''))
  const list = (field: string) => {
    const [, inside = ''] = new RegExp(`\\b${field}: \\[([^\\]]*)\\]`).exec(entry) ?? []
    return [...inside.matchAll(/'([^']+)'/g)].map(([, one = '']) => one)
  }
  return {
    name,
    port: number('port'),
    debugPort: number('debugPort'),
    consumes: list('consumes'),
    publishes: list('publishes'),
    asks: list('asks'),
  }
}
