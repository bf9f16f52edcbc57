import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { integer, oneOf, peerUrl, readConfig, text } from '@tailspan/config'

/** The environment as it was given; only this file looks at the process's own. */
export type Env = Readonly<Record<string, string | undefined>>

/** Where Kafka's jars come from and where they are kept. */
export type ArtifactSettings = {
  readonly cacheDir: string
  /** A Maven repository instead of the default one. */
  readonly mirror: string | undefined
}

/** The environment of this process, for children that are to inherit it. */
export const ownEnv: Env = process.env

/**
 * Reads where artifacts are kept and fetched from.
 *
 * shape: TAILSPAN_CACHE (a folder), TAILSPAN_MAVEN_MIRROR (a URL); XDG_CACHE_HOME is respected
 */
export function readArtifactSettings(env: Env = ownEnv): ArtifactSettings {
  const cacheHome = env.XDG_CACHE_HOME || join(homedir(), '.cache')
  const { cacheDir } = readConfig(
    { cacheDir: { env: 'TAILSPAN_CACHE', parse: text, fallback: join(cacheHome, 'tailspan') } },
    env,
  )
  const mirror = { mirror: { env: 'TAILSPAN_MAVEN_MIRROR', parse: peerUrl } } as const
  return {
    cacheDir,
    mirror: env.TAILSPAN_MAVEN_MIRROR ? readConfig(mirror, env).mirror : undefined,
  }
}

/** Where Node keeps what it compiled: with the packages, so that every run of this checkout shares it. */
export function compileCache(env: Env): string {
  return env.NODE_COMPILE_CACHE || join(checkout, 'node_modules', '.cache', 'compiled')
}

const checkout = fileURLToPath(new URL('../../..', import.meta.url))

/**
 * Reads what a run from the command line needs besides its ports.
 *
 * shape: TAILSPAN_STATE (a folder, `.tailspan` of the checkout unless given), HTTP_PROTOCOL (order's);
 *        TAILSPAN_STARTED_AT is set by the bootstrap, so that its own time counts too
 */
export function readRunSettings(env: Env = ownEnv) {
  const run = readConfig(
    {
      state: { env: 'TAILSPAN_STATE', parse: text, fallback: join(checkout, '.tailspan') },
      protocol: { env: 'HTTP_PROTOCOL', parse: oneOf('http1', 'h2c'), fallback: 'http1' },
      startedAtMs: {
        env: 'TAILSPAN_STARTED_AT',
        parse: integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
        fallback: String(Date.now()),
      },
    },
    env,
  )
  return { ...run, state: resolve(run.state) }
}
