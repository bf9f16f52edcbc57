import { homedir } from 'node:os'
import { join } from 'node:path'
import { readConfig, text, url } from '@tailspan/config'

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
  const mirror = { mirror: { env: 'TAILSPAN_MAVEN_MIRROR', parse: url('http', 'https') } } as const
  return {
    cacheDir,
    mirror: env.TAILSPAN_MAVEN_MIRROR ? readConfig(mirror, env).mirror : undefined,
  }
}
