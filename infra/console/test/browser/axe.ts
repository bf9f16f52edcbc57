import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
// The last one is what a browser of tests has by itself: the page is left in it, and what is no question of colours
// is asked in it alone.
const schemes: readonly Scheme[] = [
  { colorScheme: 'dark', rules: { runOnly: ['color-contrast', 'link-in-text-block'] } },
  { colorScheme: 'light', rules: {} },
]

type Scheme = { readonly colorScheme: 'dark' | 'light'; readonly rules: RunOptions }
type Axe = { readonly axe: { run(options: RunOptions): Promise<AxeResults> } }

/** What keeps people out of this page in either colour scheme, as `scheme, rule: place`; empty when nothing does. */
export async function findBarriers(page: Page): Promise<string[]> {
  // Not a script tag: the policy of the page would refuse it.
  await page.evaluate(source)
  const found: string[] = []
  for (const { colorScheme, rules } of schemes) {
    await page.emulateMedia({ colorScheme })
    const { violations } = await page.evaluate(
      (options: RunOptions) => (globalThis as unknown as Axe).axe.run(options),
      rules,
    )
    for (const { id, nodes } of violations)
      found.push(...nodes.map(({ html }) => `${colorScheme}, ${id}: ${html}`))
  }
  return found
}
