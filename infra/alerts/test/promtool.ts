import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { stringify } from 'yaml'
import { type Alert, type PromtoolCase, type Rule, testFiles } from './read-rules.ts'

const run = promisify(execFile)

/** Why nothing can be run by promtool here; undefined when it can. */
export const whyNoPromtool: string | undefined =
  spawnSync('promtool', ['--version']).status === 0
    ? undefined
    : 'promtool is not installed (Debian: apt-get install prometheus)'

type Asked = { readonly records: readonly Rule[]; readonly variants: readonly Alert[] }

/**
 * Runs the cases of one alert on several variants of it at once: what is recorded costs most, and is the same.
 *
 * shape: the variants by their place in the list, those that fail in at least one case, and all that promtool says
 */
export async function runCases(name: string, { records, variants }: Asked) {
  const dir = await mkdtemp(join(tmpdir(), 'alerts-'))
  const named = variants.map((alert, index) => ({ ...alert, alert: `${name}${index}` }))
  const rules = { groups: [{ name: 'variants', rules: [...records, ...named] }] }
  try {
    await writeFile(join(dir, 'rules.yaml'), stringify(rules))
    await writeFile(
      join(dir, 'cases.yaml'),
      stringify(
        casesOf(
          name,
          named.map(({ alert }) => alert),
        ),
      ),
    )
    const output = await sayOf(run('promtool', ['test', 'rules', join(dir, 'cases.yaml')]))
    const failed = named.map(({ alert }) => new RegExp(`alertname: ?${alert}\\b`).test(output))
    return { failed, output }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

// It ends with 1 for a case that fails, and for a file that it cannot read.
async function sayOf(running: Promise<{ stdout: string }>): Promise<string> {
  try {
    return (await running).stdout
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    if (/alertname:/.test(stdout + stderr)) return stdout + stderr
    throw error
  }
}

type AlertCase = { readonly alertname: string }

function casesOf(name: string, variants: readonly string[]) {
  const file = testFiles.find(({ tests }) => tests.some((one) => one.name === name))
  if (!file) throw new Error(`no case is named ${name}`)
  const tests = file.tests
    .filter((one) => one.name === name)
    .map((one: PromtoolCase) => ({
      ...one,
      alert_rule_test: (one.alert_rule_test as readonly AlertCase[]).flatMap((each) =>
        variants.map((alertname) => ({ ...each, alertname })),
      ),
    }))
  return { rule_files: ['rules.yaml'], evaluation_interval: file.evaluation_interval, tests }
}
