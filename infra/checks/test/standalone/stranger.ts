import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { checkout } from '../../src/checkout.ts'
import { type Ended, runCommand } from '../../src/run-command.ts'

/** A folder somewhere else with packages installed and nothing of this repository. */
export type Stranger = AsyncDisposable & {
  readonly folder: string
  write(file: string, text: string): Promise<void>
  /** Runs a program there, without the environment of this run. */
  run(file: string, ...args: readonly string[]): Promise<Ended>
  /** Installs a package that one of our libraries tests with. */
  link(library: string, name: string): Promise<void>
}

/** Opens one, and installs these tarballs as anybody would, but asks no registry. */
export async function openStranger(tarballs: Readonly<Record<string, string>>): Promise<Stranger> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'tailspan-stranger-')))
  const write = (file: string, text: string) => writeFile(join(folder, file), text)
  const dependencies = Object.fromEntries(
    Object.entries(tarballs).map(([name, path]) => [name, `file:${path}`]),
  )
  await write('package.json', JSON.stringify({ name: 'stranger', type: 'module', dependencies }))
  await npm(folder, 'install', '--offline', '--no-audit', '--no-fund')
  return {
    folder,
    write,
    run: (file, ...args) =>
      runCommand({ file, args, cwd: folder, env: { NO_COLOR: '1', PATH: dirname(file) } }),
    async link(library, name) {
      const path = join(folder, 'node_modules', name)
      await mkdir(dirname(path), { recursive: true })
      await symlink(join(checkout, 'libs', library, 'node_modules', name), path)
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

/** Packs a package as `npm publish` would: its name, and where the tarball lies. */
export async function pack(from: string, to: string): Promise<readonly [string, string]> {
  const output = await npm(from, 'pack', '--json', '--ignore-scripts', '--pack-destination', to)
  const [{ name, filename }] = JSON.parse(output)
  return [name, join(to, filename)]
}

/** The libraries that `.github/publish` publishes. */
export async function readPublished(): Promise<readonly string[]> {
  const script = await readFile(join(checkout, '.github/publish'), 'utf8')
  return (/^standalone=\((.*)\)$/m.exec(script)?.[1] ?? '').split(' ')
}

async function npm(cwd: string, ...args: readonly string[]): Promise<string> {
  const { exitCode, output } = await runCommand({ file: 'npm', args, cwd })
  if (exitCode !== 0) throw new Error(`npm ${args[0]} ended with ${exitCode}: ${output}`)
  return output
}
