import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePorts } from '@tailspan/local'
import { eventually } from '@tailspan/testkit'
import { kubectl } from '../kubectl.ts'
import { programs } from './programs.ts'

/** What kubectl answered. */
export type Answer = { readonly code: number; readonly output: string }

/** A cluster that is nothing but its API: no node, no controller. */
export interface ApiServer extends AsyncDisposable {
  /** Runs kubectl against it; `input` is its standard input. */
  kubectl(args: readonly string[], input?: string): Promise<Answer>
}

const token = 'dry-run'

/** Starts etcd and Kubernetes' API server with the admission that every cluster has. */
export async function startApiServer(): Promise<ApiServer> {
  const dir = await mkdtemp(join(tmpdir(), 'dry-run-'))
  const [client = 0, peer = 0, secure = 0] = await findFreePorts(3)
  const kubeconfig = await writeFiles(dir, secure)
  const running = [startEtcd(dir, client, peer), startServer(dir, client, secure)]
  const kubectl = (args: readonly string[], input?: string) =>
    runKubectl(['--kubeconfig', kubeconfig, '--cache-dir', join(dir, 'cache'), ...args], input)
  const server: ApiServer = {
    kubectl,
    async [Symbol.asyncDispose]() {
      for (const process of running.toReversed()) await stop(process)
      await rm(dir, { recursive: true, force: true })
    },
  }
  try {
    await eventually(
      async () => {
        const { code, output } = await kubectl(['get', '--raw', '/readyz'])
        if (code !== 0) throw new Error(`the API server is not ready: ${output}`)
      },
      { timeoutMs: 90_000 },
    )
  } catch (error) {
    await server[Symbol.asyncDispose]()
    throw error
  }
  return server
}

function startEtcd(dir: string, client: number, peer: number): ChildProcess {
  const at = (port: number) => `http://127.0.0.1:${port}`
  const flags = {
    'data-dir': join(dir, 'etcd'),
    'listen-client-urls': at(client),
    'advertise-client-urls': at(client),
    'listen-peer-urls': at(peer),
    'initial-advertise-peer-urls': at(peer),
    'initial-cluster': `default=${at(peer)}`,
    'log-level': 'error',
  }
  return start(programs.etcd, { ...flags, 'unsafe-no-fsync': 'true' })
}

function startServer(dir: string, client: number, secure: number): ChildProcess {
  return start(programs.apiServer, {
    'etcd-servers': `http://127.0.0.1:${client}`,
    'bind-address': '127.0.0.1',
    'secure-port': String(secure),
    'cert-dir': dir,
    'service-cluster-ip-range': '10.0.0.0/24',
    'service-account-issuer': 'https://kubernetes.default.svc',
    'service-account-key-file': join(dir, 'key.pem'),
    'service-account-signing-key-file': join(dir, 'key.pem'),
    'token-auth-file': join(dir, 'tokens.csv'),
    'authorization-mode': 'AlwaysAllow',
    // The controller that makes each namespace its account does not run.
    'disable-admission-plugins': 'ServiceAccount',
  })
}

function start(program: string, flags: Readonly<Record<string, string>>): ChildProcess {
  const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`)
  return spawn(program, args, { stdio: 'ignore' })
}

async function stop(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return
  const ended = once(process, 'exit')
  // Nothing of it is kept.
  process.kill('SIGKILL')
  await ended
}

async function writeFiles(dir: string, secure: number): Promise<string> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const kubeconfig = join(dir, 'kubeconfig')
  const named = (value: object) => [{ name: 'dry-run', ...value }]
  const cluster = { server: `https://127.0.0.1:${secure}`, 'insecure-skip-tls-verify': true }
  await Promise.all([
    writeFile(join(dir, 'key.pem'), privateKey.export({ type: 'pkcs1', format: 'pem' })),
    writeFile(join(dir, 'tokens.csv'), `${token},admin,admin,"system:masters"\n`),
    writeFile(
      kubeconfig,
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: named({ cluster }),
        users: named({ user: { token } }),
        contexts: named({ context: { cluster: 'dry-run', user: 'dry-run' } }),
        'current-context': 'dry-run',
      }),
    ),
  ])
  return kubeconfig
}

function runKubectl(args: readonly string[], input = ''): Promise<Answer> {
  return new Promise((resolve) => {
    const child = execFile(kubectl, args, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : 1) : 0
      resolve({ code, output: `${stdout}${stderr}` })
    })
    child.stdin?.end(input)
  })
}
