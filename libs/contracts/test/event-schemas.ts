import { z } from 'zod'
import { events } from '../src/index.ts'
import type { EventSchemas, JsonSchema } from './schema-changes.ts'

/** The schemas of some events as JSON Schema, as a reader checks them. */
export function toEventSchemas(some: Readonly<Record<string, z.ZodType>> = events): EventSchemas {
  return Object.fromEntries(
    Object.entries(some).map(([type, schema]) => [
      type,
      z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }) as JsonSchema,
    ]),
  )
}
