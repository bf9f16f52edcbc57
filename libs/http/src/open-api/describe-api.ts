import type { z } from 'zod'
import { describeAnswer, describeProblem, problemSchema } from './describe-answer.ts'
import { jsonSchemaOf } from './json-schema-of.ts'
import type { Operation, Parameter, Route } from './operation.ts'
import { probes } from './probes.ts'

/** What a service answers, route by route. */
export type ApiDescription = {
  readonly title: string
  readonly description: string
  /** The one word under which tools list the routes. */
  readonly tag: string
  readonly operations: Readonly<Record<Route, Operation>>
}

/** An OpenAPI 3.1 document. */
export type OpenApi = ReturnType<typeof describeApi>

/**
 * Makes the OpenAPI document of a service out of the schemas that check its requests.
 *
 * shape:  also describes GET /healthz and GET /readyz; every refusal is a problem (RFC 9457)
 * source: https://spec.openapis.org/oas/v3.1.1.html
 */
export function describeApi({ title, description, tag, operations }: ApiDescription) {
  const described = [...describeAll(operations, tag), ...describeAll(probes, 'probes')]
  return {
    openapi: '3.1.0',
    info: {
      title,
      version: '1.0.0',
      description,
      contact: { name: 'Tailspan' },
      license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
    },
    // Relative to the address of this document: a service does not know what it is called outside.
    servers: [{ url: '/', description: 'The service that serves this document.' }],
    // No route asks who the caller is.
    security: [],
    tags: [
      { name: tag, description },
      { name: 'probes', description: 'For load balancers and orchestrators.' },
    ],
    paths: byPath(described),
    components: { schemas: { Problem: problemSchema } },
  }
}

type Described = { readonly path: string; readonly method: string; readonly operation: object }

function describeAll(operations: ApiDescription['operations'], tag: string): Described[] {
  return Object.entries(operations).map(([route, operation]) => {
    const [method = '', path = ''] = route.split(' ')
    return { path, method: method.toLowerCase(), operation: describeOperation(operation, tag) }
  })
}

function byPath(described: readonly Described[]): Record<string, Record<string, object>> {
  const paths: Record<string, Record<string, object>> = {}
  for (const { path, method, operation } of described)
    paths[path] = { ...paths[path], [method]: operation }
  return paths
}

function describeOperation({ id, summary, description, ...operation }: Operation, tag: string) {
  const { parameters, body, answers, refusals } = operation
  return {
    operationId: id,
    summary,
    description,
    tags: [tag],
    ...(parameters && { parameters: parameters.map(describeParameter) }),
    ...(body && { requestBody: { required: true, content: json(body) } }),
    responses: {
      ...mapValues(answers, describeAnswer),
      ...mapValues(refusals, describeProblem),
      default: describeProblem('Any other refusal.', 'default'),
    },
  }
}

function describeParameter({ schema, required = false, ...parameter }: Parameter) {
  return { ...parameter, required, schema: jsonSchemaOf(schema, 'input') }
}

function json(schema: z.ZodType) {
  return { 'application/json': { schema: jsonSchemaOf(schema, 'input') } }
}

function mapValues<V, R>(
  values: Readonly<Record<number, V>>,
  describe: (value: V, status: string) => R,
) {
  return Object.fromEntries(
    Object.entries(values).map(([status, value]) => [status, describe(value, status)]),
  )
}
