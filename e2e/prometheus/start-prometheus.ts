import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findFreePorts } from '@tailspan/local'
import { eventually } from '@tailspan/testkit'

/** Prometheus with the rules of this repository. */
export type Prometheus = AsyncDisposable & {
  /** The alerts that fire now, as `name job`. */
  firing(): Promise<readonly string[]>
  /** The value of the first series of a query. */
  value(query: string): Promise<number | undefined>
}

/** Why there is no Prometheus for tests on this machine; undefined when there is one. */
export const whyNoPrometheus: string | undefined =
  spawnSync('prometheus', ['--version']).status === 0
    ? undefined
    : 'Prometheus is not installed (Debian: apt-get install prometheus)'

const rules = fileURLToPath(new URL('../../infra/alerts/rules.yaml', import.meta.url))

/** Starts Prometheus, which scrapes each job on its debug listener and evaluates the rules, both once a second. */
export async function startPrometheus(
  debugPorts: Readonly<Record<string, number>>,
): Promise<Prometheus> {
  await using undo = new AsyncDisposableStack()
  const dir = await mkdtemp(join(tmpdir(), 'tailspan-prometheus-'))
  undo.defer(() => rm(dir, { recursive: true, force: true }))
  await writeFile(join(dir, 'prometheus.json'), JSON.stringify(toConfig(debugPorts)))
  const [port = 0] = await findFreePorts(1)
  const url = `http://127.0.0.1:${port}`
  const places = [`--config.file=${dir}/prometheus.json`, `--storage.tsdb.path=${dir}/data`]
  const child = spawn(
    'prometheus',
    [...places, `--web.listen-address=127.0.0.1:${port}`, '--log.level=error'],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  undo.defer(() => stop(child))
  await eventually(() => isReady(url, child))
  const running = undo.move()
  return {
    firing: () => readFiring(url),
    value: (query) => readValue(url, query),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

// What is YAML may be JSON.
function toConfig(debugPorts: Readonly<Record<string, number>>) {
  return {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: [rules],
    scrape_configs: Object.entries(debugPorts).map(([job, port]) => ({
      job_name: job,
      static_configs: [{ targets: [`127.0.0.1:${port}`] }],
    })),
  }
}

async function isReady(url: string, child: ChildProcess): Promise<boolean> {
  if (child.exitCode !== null) throw new Error(`Prometheus ended with ${child.exitCode}`)
  return (await fetch(`${url}/-/ready`)).ok
}

type Alert = {
  readonly state: string
  readonly labels: Readonly<Record<'alertname' | 'job', string>>
}

async function readFiring(url: string): Promise<readonly string[]> {
  const answer = await fetch(`${url}/api/v1/alerts`)
  const { data } = (await answer.json()) as { data: { alerts: readonly Alert[] } }
  return data.alerts
    .filter(({ state }) => state === 'firing')
    .map(({ labels }) => `${labels.alertname} ${labels.job}`)
    .toSorted()
}

type Result = { readonly value: readonly [atSeconds: number, value: string] }

async function readValue(url: string, query: string): Promise<number | undefined> {
  const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`)
  const { data } = (await answer.json()) as { data: { result: readonly Result[] } }
  const [first] = data.result
  return first && Number(first.value[1])
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
