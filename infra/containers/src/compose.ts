import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CannotRun } from './cannot-run.ts'
import { type RunOptions, run } from './run.ts'

/** Docker Compose on one project. */
export type Compose = {
  /** Runs `docker compose … args` and returns what it said. */
  run(args: readonly string[], options?: Pick<RunOptions, 'signal' | 'onLine'>): Promise<string>
  /** The command line, for those who must not wait. */
  readonly command: readonly [file: string, ...args: string[]]
}

/** Which project, and with which variables for compose.yaml. */
export type ComposeOptions = {
  readonly project: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where Compose is looked for when the plugin is not installed. */
  readonly cacheDir: string
}

/** The version that is looked for where the plugin is missing. */
export const composeVersion = '5.5.1'

const file = fileURLToPath(new URL('../../compose.yaml', import.meta.url))

/**
 * Finds Docker Compose: the plugin, else what the stand-ins brought.
 *
 * errors: compose-missing
 */
export async function findCompose({ project, env, cacheDir }: ComposeOptions): Promise<Compose> {
  const [program, ...plugin] = await findProgram(cacheDir)
  const command = [program, ...plugin, '--project-name', project, '--file', file] as const
  const [, ...args] = command
  return {
    command,
    run: (more, options = {}) => run(program, [...args, ...more], { env, ...options }),
  }
}

/** Whether `docker compose` is a command here. */
export function hasComposePlugin(): Promise<boolean> {
  return run('docker', ['compose', 'version']).then(
    () => true,
    () => false,
  )
}

async function findProgram(cacheDir: string): Promise<readonly [string, ...string[]]> {
  if (await hasComposePlugin()) return ['docker', 'compose']
  const built = join(cacheDir, 'bin', `docker-compose-${composeVersion}`)
  if (existsSync(built)) return [built]
  throw new CannotRun(
    'compose-missing',
    'A container engine answers but Docker Compose is not installed: install the plugin docker-compose, or run npm run images, which builds it, or start with --local.',
  )
}
