import type { DemoStage } from './run-demo.ts'

/** What a person can open beside the trace, a line each. */
export function listPlaces({ url, mailUrl }: Pick<DemoStage, 'url' | 'mailUrl'>): string[] {
  return [`orders  ${url}/orders           the API: ${url}/openapi.json`, `mails   ${mailUrl}`]
}
