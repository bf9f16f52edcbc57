import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const loopback = ['localhost', '127.0.0.1', '::1', '[::1]']
const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy']
const usual = ['parts', 'services', 'runner', 'downloads', 'containers']

/**
 * What a command gets of the caller's shell: the documented variables, nothing else.
 *
 * The lists are in infra/local/from-the-shell.json; docs/run-locally.md explains them. A variable that was meant for
 * another program (PGSSLMODE, JAVA_TOOL_OPTIONS, NODE_OPTIONS, …) would reach every process that the command starts.
 */
export function takeFromShell(root, env, { more = [] } = {}) {
  const lists = JSON.parse(readFileSync(join(root, 'infra/local/from-the-shell.json'), 'utf8'))
  const patterns = [...usual, ...more].flatMap((list) => lists[list])
  const taken = Object.entries(env).filter(([name]) => patterns.some((one) => matches(one, name)))
  return withProxy(Object.fromEntries(taken))
}

function matches(pattern, name) {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : sameName(pattern, name)
}

function sameName(one, other) {
  return process.platform === 'win32' ? one.toLowerCase() === other.toLowerCase() : one === other
}

/** Downloads go through a proxy that is set, as npm's do; what is on this machine is never asked for there. */
function withProxy(env) {
  if (!proxies.some((name) => env[name])) return env
  const direct = [...loopback, env.NO_PROXY || env.no_proxy || ''].filter(Boolean).join()
  return { ...env, NODE_USE_ENV_PROXY: '1', NO_PROXY: direct, no_proxy: direct }
}
