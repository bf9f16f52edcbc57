import { z } from 'zod'
import type { Fault } from '../problem/fault.ts'

const most = 20

type Issue = z.core.$ZodIssue

/**
 * What a schema found, in the words of the problem: pointers and texts.
 *
 * shape: nothing of the body but the names of the schema's own fields and positions in lists
 */
export function faultsOf({ issues }: z.ZodError, schema: z.ZodType): Fault[] {
  const names = fieldNamesOf(schema)
  return issues.slice(0, most).map((issue) => ({
    pointer: pointerTo(issue.path, names),
    detail: detailOf(issue),
  }))
}

// The texts of these name what the client wrote.
function detailOf({ code, message }: Issue): string {
  if (code === 'unrecognized_keys') return 'has a member that is not known here'
  if (code === 'invalid_key') return 'has a member with a name that is not allowed here'
  return message
}

function pointerTo(path: Issue['path'], names: ReadonlySet<PropertyKey>): string {
  const known = path.map((step) => (typeof step === 'number' || names.has(step) ? step : '*'))
  return `#${known.map((step) => `/${encodeURIComponent(escapeStep(String(step)))}`).join('')}`
}

// RFC 6901, section 3.
function escapeStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1')
}

const known = new WeakMap<z.ZodType, ReadonlySet<PropertyKey>>()

/** The names that a schema gives to members, at every depth. */
function fieldNamesOf(schema: z.ZodType): ReadonlySet<PropertyKey> {
  const found = known.get(schema)
  if (found) return found
  const names = new Set<PropertyKey>()
  z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override({ jsonSchema }) {
      for (const name of Object.keys(jsonSchema.properties ?? {})) names.add(name)
    },
  })
  known.set(schema, names)
  return names
}
