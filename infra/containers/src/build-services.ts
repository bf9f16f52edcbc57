import { fileURLToPath } from 'node:url'
import { type ServiceName, serviceNames } from '@tailspan/manifest'
import { CannotRun } from './cannot-run.ts'
import { CommandFailed, run } from './run.ts'

const checkout = fileURLToPath(new URL('../../..', import.meta.url))

/**
 * Builds the images of all services as `tailspan/<service>:<tag>`: the first makes what all share, then the others
 * at the same time.
 *
 * errors: build-failed; the signal's abort
 */
export async function buildServices(tag: string, signal?: AbortSignal): Promise<void> {
  const [first, ...others] = serviceNames
  const build = async (service: ServiceName) => {
    const options = ['--build-arg', `SERVICE=${service}`, '--tag', `tailspan/${service}:${tag}`]
    await buildImage(['--file', 'infra/Dockerfile', ...options], signal)
  }
  if (first) await build(first)
  await Promise.all(others.map(build))
}

/** Builds one image from this checkout. */
export async function buildImage(options: readonly string[], signal?: AbortSignal): Promise<void> {
  await run('docker', ['build', ...options, '.'], { cwd: checkout, signal }).catch(explain)
  signal?.throwIfAborted()
}

function explain(error: unknown): never {
  const last = error instanceof CommandFailed ? error.lastWords : String(error)
  throw new CannotRun('build-failed', `docker build failed, its last words were:\n${last}`, {
    cause: error,
  })
}
