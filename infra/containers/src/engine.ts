import { standInLabel } from './images.ts'
import { CommandFailed, run } from './run.ts'

/** What answers, or why nothing does, in words that end a sentence. */
export type Engine =
  | { readonly answers: true; readonly version: string }
  | { readonly answers: false; readonly reason: string }

const patienceMs = 10_000

/** Asks whether a container engine answers here. */
export async function findEngine(): Promise<Engine> {
  const asked = ['version', '--format', '{{.Server.Version}}']
  return run('docker', asked, { timeoutMs: patienceMs }).then(
    (version) => ({ answers: true, version: version.trim() }),
    (error: Error) => ({ answers: false, reason: toReason(error) }),
  )
}

function toReason(error: Error): string {
  const output = error instanceof CommandFailed ? error.output : error.message
  if (output.includes('ENOENT')) return 'there is no docker command'
  if (output.includes('permission denied')) return 'this user may not use the container engine'
  return 'no container engine answers'
}

/** What is known of an image on this machine. */
export type Presence = {
  readonly isThere: boolean
  /** What it was made from, for a stand-in only. */
  readonly standIn: string | undefined
}

/** Whether an image is on this machine, and whether it is a stand-in. */
export async function inspectImage(image: string): Promise<Presence> {
  const label = `{{index .Config.Labels "${standInLabel}"}}`
  return run('docker', ['image', 'inspect', '--format', label, image]).then(
    (value) => ({ isThere: true, standIn: value.trim() || undefined }),
    () => ({ isThere: false, standIn: undefined }),
  )
}

/** Pulls an image; false when it cannot be had. */
export async function pullImage(image: string, timeoutMs: number): Promise<boolean> {
  return run('docker', ['pull', '--quiet', image], { timeoutMs }).then(
    () => true,
    () => false,
  )
}
