/**
 * What a published linter finds in an OpenAPI document: one line each, none when it is good.
 *
 * shape: every rule that Redocly recommends, and its warnings count as errors
 */
export function lintOpenApi(document: unknown): Promise<string[]> {
  return lint(document, { absoluteRef: 'openapi.json' })
}

/** The same of an AsyncAPI document; who may publish and consume is up to the brokers. */
export function lintAsyncApi(document: unknown): Promise<string[]> {
  return lint(document, { absoluteRef: 'asyncapi.json', rules: { 'security-defined': 'off' } })
}

type Asked = {
  readonly absoluteRef: string
  readonly rules?: Readonly<Record<string, 'off'>>
}

async function lint(document: unknown, { absoluteRef, rules = {} }: Asked): Promise<string[]> {
  // It takes a while to load, and most tests do not need it.
  const { createConfig, lintFromString } = await import('@redocly/openapi-core')
  const config = await createConfig({ extends: ['recommended-strict'], rules })
  const source = JSON.stringify(document)
  const problems = await lintFromString({ source, absoluteRef, config })
  return problems.map(({ ruleId, message, location }) => {
    return `${ruleId}: ${message} at ${location[0]?.pointer ?? '#/'}`
  })
}
