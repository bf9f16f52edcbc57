import type { DemoStage } from './run-demo.ts'

/** What a person can open beside the trace, a line each. */
export function listPlaces({ url }: Pick<DemoStage, 'url'>): string[] {
  return [`jobs    ${url}/jobs             the API: ${url}/openapi.json`]
}
