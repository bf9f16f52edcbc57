/**
 * What a published linter finds in an OpenAPI document: one line each, none when it is good.
 *
 * shape: every rule that Redocly recommends, and its warnings count as errors
 */
export async function lintOpenApi(document: unknown): Promise<string[]> {
  // It takes a while to load, and most tests do not need it.
  const { createConfig, lintFromString } = await import('@redocly/openapi-core')
  const config = await createConfig({ extends: ['recommended-strict'] })
  const source = JSON.stringify(document)
  const problems = await lintFromString({ source, absoluteRef: 'openapi.json', config })
  return problems.map(({ ruleId, message, location }) => {
    return `${ruleId}: ${message} at ${location[0]?.pointer ?? '#/'}`
  })
}
