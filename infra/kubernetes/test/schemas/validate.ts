import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import type { Resource } from '../resource.ts'

type Node = { readonly [key: string]: unknown }
type CustomResource = {
  readonly spec: {
    readonly group: string
    readonly names: { readonly kind: string }
    readonly versions: readonly {
      readonly name: string
      readonly schema: { openAPIV3Schema: Node }
    }[]
  }
}

const lines = (name: string) =>
  readFileSync(new URL(`../../schemas/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')

/** The definitions of operators, as `kubectl apply` takes them. */
export const customResources: readonly CustomResource[] = lines('custom-resources').map((line) =>
  JSON.parse(line),
)

const definitions: Readonly<Record<string, Node>> = Object.fromEntries(
  lines('kubernetes').map((line) => JSON.parse(line)),
)
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true })
ajv.addSchema({ $id: 'kubernetes', definitions: toStrict(definitions) as Node })
const compiled = new Map<string, ValidateFunction>()

/** What Kubernetes' schemas say against a resource; a field that they do not know is a fault, too. */
export function schemaFaults(resource: Resource): readonly string[] {
  const { apiVersion, kind, metadata } = resource
  const validate = compiled.get(`${apiVersion} ${kind}`) ?? compile(apiVersion, kind)
  if (!validate) return [`${kind} ${metadata.name}: there is no schema of ${apiVersion} ${kind}`]
  compiled.set(`${apiVersion} ${kind}`, validate)
  if (validate(resource)) return []
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const field = (params as { additionalProperty?: string }).additionalProperty
    return `${kind} ${metadata.name}${instancePath}: ${message}${field ? `: ${field}` : ''}`
  })
}

function compile(apiVersion: string, kind: string): ValidateFunction | undefined {
  const [version = '', group = ''] = apiVersion.split('/').toReversed()
  const name = Object.keys(definitions).find((one) =>
    (definitions[one]?.['x-kubernetes-group-version-kind'] as Node[] | undefined)?.some(
      (own) => own.group === group && own.version === version && own.kind === kind,
    ),
  )
  if (name) return ajv.compile({ $ref: `kubernetes#/definitions/${name}` })
  const { spec } = customResources.find(
    (one) => one.spec.group === group && one.spec.names.kind === kind,
  ) ?? { spec: undefined }
  const own = spec?.versions.find((one) => one.name === version)
  return own && ajv.compile(toStrict(own.schema.openAPIV3Schema) as Node)
}

/** OpenAPI as JSON schema: numbers in place of quantities are fine, unknown fields are not. */
function toStrict(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(toStrict)
  if (typeof node !== 'object' || node === null) return node
  const own = node as Node
  if (own['x-kubernetes-int-or-string'] || own.format === 'int-or-string')
    return { type: ['integer', 'string'] }
  const inside = Object.fromEntries(Object.entries(own).map(([key, one]) => [key, toStrict(one)]))
  return isClosed(own) ? { ...inside, additionalProperties: false } : inside
}

// `properties` is also the name of a property: then what is in it are schemas, and not a schema's words.
function isClosed(node: Node): boolean {
  const isSchema = node.type === 'object' && typeof node.properties === 'object'
  return (
    isSchema && !('additionalProperties' in node) && !node['x-kubernetes-preserve-unknown-fields']
  )
}
