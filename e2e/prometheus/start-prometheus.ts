import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findFreePorts } from '@tailspan/local'
import { eventually } from '@tailspan/testkit'
import { askPrometheus, type Prometheus } from './ask-prometheus.ts'

/** What Prometheus scrapes, and by which rules it alerts. */
export type Watch = {
  /** Services by their debug listeners. */
  readonly debugPorts?: Readonly<Record<string, number>>
  /** Where the metrics are that services exported; each says whose it is. */
  readonly bridgePort?: number
  /** The rules of this repository unless given. */
  readonly rules?: string
}

/** Why there is no Prometheus for tests on this machine; undefined when there is one. */
export const whyNoPrometheus: string | undefined =
  spawnSync('prometheus', ['--version']).status === 0
    ? undefined
    : 'Prometheus is not installed (Debian: apt-get install prometheus)'

/** The rules of this repository. */
export const rulesFile = fileURLToPath(new URL('../../infra/alerts/rules.yaml', import.meta.url))

/** Starts Prometheus, which scrapes and evaluates once a second. */
export async function startPrometheus(watch: Watch): Promise<Prometheus & AsyncDisposable> {
  await using undo = new AsyncDisposableStack()
  const dir = await mkdtemp(join(tmpdir(), 'tailspan-prometheus-'))
  undo.defer(() => rm(dir, { recursive: true, force: true }))
  if (watch.rules) await writeFile(join(dir, 'rules.yaml'), watch.rules)
  const config = toConfig(watch, watch.rules ? join(dir, 'rules.yaml') : rulesFile)
  await writeFile(join(dir, 'prometheus.json'), JSON.stringify(config))
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
  return { ...askPrometheus(url), [Symbol.asyncDispose]: () => running.disposeAsync() }
}

// What is YAML may be JSON.
function toConfig({ debugPorts = {}, bridgePort }: Watch, rules: string) {
  const target = (port: number) => ({ static_configs: [{ targets: [`127.0.0.1:${port}`] }] })
  return {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: [rules],
    scrape_configs: [
      ...Object.entries(debugPorts).map(([job, port]) => ({ job_name: job, ...target(port) })),
      ...(bridgePort ? [{ job_name: 'bridge', honor_labels: true, ...target(bridgePort) }] : []),
    ],
  }
}

async function isReady(url: string, child: ChildProcess): Promise<boolean> {
  if (child.exitCode !== null) throw new Error(`Prometheus ended with ${child.exitCode}`)
  return (await fetch(`${url}/-/ready`)).ok
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
