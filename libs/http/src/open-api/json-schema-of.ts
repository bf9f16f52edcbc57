import { z } from 'zod'

/** A schema as OpenAPI 3.1 writes it: JSON Schema 2020-12, the dialect of the document. */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io })
  return described
}
