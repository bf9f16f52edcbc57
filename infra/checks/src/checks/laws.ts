import { join } from 'node:path'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { isSource } from '../tree/file-kinds.ts'
import { listFiles } from '../tree/list-files.ts'
import type { Check } from './check.ts'

const roots = ['libs', 'services', 'infra', 'e2e', 'proof']

/** laws.mjs, and that the cruiser really saw every file: one that sees nothing passes everything. */
export const laws: Check = {
  name: 'laws',
  why: 'Arrows point down and packages are entered by the front door: the map is laws.mjs.',
  async run(root) {
    const files = (await listFiles(root)).filter((path) => isSource(path) && startsInARoot(path))
    const { summary, modules } = await cruiseTree(root, files)
    const cruised = new Set(modules.map((module) => module.source))
    const unseen = files.filter((path) => !cruised.has(path))
    const broken = summary.violations.map(
      ({ rule, from, to }) =>
        `${from} -> ${short(to)}: ${rule.name}. ${comment(summary, rule.name)}`,
    )
    return {
      findings: [...nothing(summary.totalCruised), ...unseen.map(notCruised), ...broken],
      seen: `${files.length} files, ${summary.ruleSetUsed?.forbidden?.length ?? 0} laws`,
    }
  },
}

async function cruiseTree(root: string, files: readonly string[]): Promise<ICruiseResult> {
  const options = await extractDepcruiseOptions(join(root, 'laws.mjs'))
  const tsConfig = extractTSConfig(join(root, 'tsconfig.json'))
  const settings = { ...options, validate: true, baseDir: root }
  const { output } = await cruise([...files], settings, undefined, { tsConfig })
  return output as ICruiseResult
}

function startsInARoot(path: string): boolean {
  return roots.some((folder) => path.startsWith(`${folder}/`))
}

function nothing(totalCruised: number): string[] {
  return totalCruised > 0 ? [] : ['laws.mjs: no module was cruised, so no law was checked.']
}

function notCruised(path: string): string {
  return `${path}: was not cruised, so no law was checked on it.`
}

// The package manager's own folders say nothing to a reader.
function short(path: string): string {
  return path.replace(/^.*node_modules[/](?=[^.])/, '')
}

function comment(summary: ICruiseResult['summary'], name: string): string {
  return summary.ruleSetUsed?.forbidden?.find((law) => law.name === name)?.comment ?? ''
}
