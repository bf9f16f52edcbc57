import { readFile, writeFile } from 'node:fs/promises'
import { parse } from 'yaml'

/** The kinds that are checked: those of the manifests, and what people add first. */
const kinds =
  `ConfigMap CronJob Deployment HorizontalPodAutoscaler Ingress Job Namespace NetworkPolicy
  PersistentVolumeClaim Pod PodDisruptionBudget Secret Service ServiceAccount StatefulSet`.split(
    /\s+/,
  )

type Definition = {
  readonly 'x-kubernetes-group-version-kind'?: readonly { kind: string; version: string }[]
}

/** What these kinds need of Kubernetes' own OpenAPI document, one definition a line. */
function definitionLines(swagger: { readonly definitions: Readonly<Record<string, Definition>> }) {
  const { definitions } = swagger
  const needed = new Set<string>()
  const add = (name: string) => {
    if (needed.has(name)) return
    needed.add(name)
    const text = JSON.stringify(definitions[name])
    for (const [, next = ''] of text.matchAll(/#\/definitions\/([^"]+)/g)) add(next)
  }
  for (const [name, definition] of Object.entries(definitions))
    for (const { kind, version } of definition['x-kubernetes-group-version-kind'] ?? [])
      if (kinds.includes(kind) && /^v\d$/.test(version)) add(name)
  return [...needed].sort().map((name) => JSON.stringify([name, undescribed(definitions[name])]))
}

/** Three quarters of a schema are descriptions, which no check reads. */
function undescribed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(undescribed)
  if (typeof node !== 'object' || node === null) return node
  const kept = Object.entries(node).filter(
    ([key, value]) => key !== 'description' || typeof value !== 'string',
  )
  return Object.fromEntries(kept.map(([key, value]) => [key, undescribed(value)]))
}

const [swagger = '', ...resources] = process.argv.slice(2)
const texts = await Promise.all(resources.map((path) => readFile(path, 'utf8')))
const write = (name: string, lines: readonly string[]) =>
  writeFile(new URL(`../../schemas/${name}.jsonl`, import.meta.url), `${lines.join('\n')}\n`)
await write('kubernetes', definitionLines(JSON.parse(await readFile(swagger, 'utf8'))))
await write(
  'custom-resources',
  texts.map((text) => JSON.stringify(undescribed(parse(text)))),
)
