import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import {
  chooseFreePorts,
  type Env,
  ownEnv,
  type PortName,
  type Ports,
  portSetting,
} from '@tailspan/local'

/** What `npm start` says about itself. */
export type StartReport = {
  /** From the command to everything serving. */
  readonly readyMs: number
  /** From the command to the whole trace of the first order. */
  readonly firstTraceMs: number
  readonly rssMb: number
  /** How long each part took, from the moment when what it needs served. */
  readonly timings: readonly { readonly name: string; readonly tookMs: number }[]
}

/** What stands behind every `npm run`. */
export const program = fileURLToPath(new URL('../../../../infra/run.mjs', import.meta.url))
const args = ['start', '--local', '--once', '--json', '--timings']

/** Runs `npm start` to its first trace on a state that is new, as somebody does who has just installed. */
export async function startByCommand(state: string): Promise<StartReport> {
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: (await apart(state)).env,
  })
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)])
  if (!said) throw new Error(`npm start did not come to its end: ${complained}`)
  return JSON.parse(said)
}

/** An environment with free ports and a state of its own, beside whatever runs here. */
export async function apart(state: string): Promise<{ env: Env; ports: Ports }> {
  const ports = await chooseFreePorts()
  return { env: { ...ownEnv, ...toEnv(ports), TAILSPAN_STATE: state }, ports }
}

function toEnv(ports: Ports): Record<string, string> {
  const named = Object.entries(ports) as [PortName, number][]
  return Object.fromEntries(named.map(([name, port]) => [portSetting(name), String(port)]))
}
