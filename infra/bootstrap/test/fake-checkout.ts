import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const infra = fileURLToPath(new URL('../..', import.meta.url))

/** What `npx pnpm install` does in a fake checkout: notes the call, brings this Node. */
export const npxThatInstalls = `#!/bin/sh
echo "$@" >> npx-calls
mkdir -p node_modules/node/bin
ln -sf "${process.execPath}" node_modules/node/bin/node
`

/** What `npm ping` does where a registry answers. */
const npmThatAnswers = '#!/bin/sh\necho "npm $@" >> npx-calls\n'

type Scripts = {
  readonly program?: string
  readonly npx?: string
  readonly npm?: string
  /** Whether npx and npm are the machine's own. */
  readonly isReal?: boolean
}
type Shell = Readonly<Record<string, string>>

/** What an installer only pretends, unless these are the machine's own. */
const pretending = { npx: npxThatInstalls, npm: npmThatAnswers }

/** A checkout with the real bootstrap, a program of the test's own and an installer that only pretends. */
export function fakeCheckout({ program = '', isReal = false, ...scripts }: Scripts = {}) {
  const root = mkdtempSync(join(tmpdir(), 'tailspan-bootstrap-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const write = (file: string, content: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), content)
  }
  cpSync(join(infra, 'run.mjs'), join(root, 'infra', 'run.mjs'))
  cpSync(join(infra, 'bootstrap'), join(root, 'infra', 'bootstrap'), { recursive: true })
  for (const file of ['infra/local/from-the-shell.json', 'proof/commands.mjs'])
    write(file, readFileSync(join(infra, '..', file), 'utf8'))
  write('package.json', '{ "type": "module" }')
  write('pnpm-lock.yaml', 'one')
  write('pnpm-workspace.yaml', '')
  write('infra/console/src/main.ts', program)
  for (const [name, script] of Object.entries(isReal ? {} : { ...pretending, ...scripts })) {
    write(`bin/${name}`, script)
    chmodSync(join(root, 'bin', name), 0o755)
  }
  return {
    root,
    write,
    run: (args: readonly string[], flags: readonly string[] = [], shell: Shell = {}) =>
      run(root, [...flags, join(root, 'infra', 'run.mjs'), ...args], shell),
  }
}

/** Runs the bootstrap as `npm run` does; `ended` has all that it said. */
function run(root: string, args: readonly string[], shell: Shell) {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // biome-ignore lint/style/noProcessEnv: the bootstrap is run as a person runs it
    env: { ...process.env, ...shell, PATH: `${join(root, 'bin')}${delimiter}${process.env.PATH}` },
  })
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]).then(
    ([stdout, stderr, [exitCode]]) => ({ stdout, stderr, exitCode }),
  )
  return { child, ended }
}
