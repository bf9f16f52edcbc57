import { delimiter } from 'node:path'

type Env = Readonly<Record<string, string | undefined>>

// What npm and vitest tell their children, and what would lead git to another checkout.
const ofTheRun =
  /^(npm_(?!config_)\w+|npm_config_(loglevel|(local|global)_prefix|prefix)|VITEST\w*|NODE_(OPTIONS|ENV|V8_COVERAGE|COMPILE_CACHE)|NODE|INIT_CWD|TEST|MODE|DEV|PROD|SSR|BASE_URL|CI|FORCE_COLOR|GIT_\w+|TAILSPAN_STARTED_AT)$/i

/** The shell of a user of the machine: without what npm and vitest put in for this run. */
export function userShell(own: Env): Env {
  const kept = Object.entries(own).filter(([name]) => !ofTheRun.test(name))
  const path = (own.PATH ?? '').split(delimiter).filter((folder) => !isOfNpm(folder))
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter) }
}

function isOfNpm(folder: string): boolean {
  return /node_modules[\\/](\.bin|node[\\/]bin|@npmcli)|node-gyp-bin/.test(folder)
}
