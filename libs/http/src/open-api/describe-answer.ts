import { z } from 'zod'
import { jsonSchemaOf } from './json-schema-of.ts'
import type { Answer } from './operation.ts'

/** As `Problem` of problem/problem.ts, which writes it. */
export const problemSchema = {
  description: 'What went wrong, as RFC 9457 writes it; `code` is for programs.',
  ...jsonSchemaOf(
    z.object({
      type: z.string(),
      title: z.string(),
      status: z.int().min(400).max(599),
      code: z.string(),
      detail: z.string(),
      errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
    }),
    'output',
  ),
}

const problemContent = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
}
const retryAfter = {
  description: 'Seconds until another attempt makes sense.',
  schema: { type: 'integer', minimum: 0 },
}
/** Statuses of which another attempt makes sense. */
const transient: readonly string[] = ['409', '503']

export function describeProblem(description: string, status: string) {
  const headers = transient.includes(status) && { headers: { 'Retry-After': retryAfter } }
  return { description, ...headers, content: problemContent }
}

export function describeAnswer({ description, headers, ...answer }: Answer) {
  const { schema, mediaType = 'application/json' } = answer
  return {
    description,
    ...(headers && { headers: describeHeaders(headers) }),
    ...(schema && { content: { [mediaType]: { schema: jsonSchemaOf(schema, 'output') } } }),
  }
}

function describeHeaders(headers: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [
      name,
      { description, schema: { type: 'string' } },
    ]),
  )
}
