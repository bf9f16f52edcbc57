import { z } from 'zod'

/** A schema as AsyncAPI 3.0 writes it by default: JSON Schema, draft 7; readers tolerate unknown fields. */
export function jsonSchemaOf(schema: z.ZodType): object {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' })
  return described
}
