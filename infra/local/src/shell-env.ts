import lists from '../from-the-shell.json' with { type: 'json' }
import type { Env } from './config.ts'

/**
 * What any part of the system gets of the caller's shell: what every process needs.
 *
 * Variables for other programs (`PGSSLMODE`, `JAVA_TOOL_OPTIONS`, `HTTP_PROXY`, …) would change what is started here.
 */
export function toPartEnv(shell: Env): Env {
  return take(shell, lists.parts)
}

/** What a service gets of the caller's shell: what every part gets, and its documented settings. */
export function toServiceShellEnv(shell: Env): Env {
  return take(shell, [...lists.parts, ...lists.services])
}

/** What Docker Compose gets of it: also ports, passwords, and how to reach the engine and the network. */
export function toComposeEnv(shell: Env): Env {
  const { parts, services, runner, downloads, containers } = lists
  return take(shell, [...parts, ...services, ...runner, ...downloads, ...containers])
}

/** Only the variables that are named; a name that ends with a star stands for all that begin so. */
function take(shell: Env, patterns: readonly string[]): Env {
  const isNamed = (name: string) =>
    patterns.some((one) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : name === one))
  return Object.fromEntries(Object.entries(shell).filter(([name]) => isNamed(name)))
}
