import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { composeVersion, run } from '@tailspan/containers'
import { goEnv } from './config.ts'
import type { Making } from './recipe.ts'

/** Programs that are built from their Go modules, with the package that has their `main`. */
export const goPrograms = {
  // v1.76.0 of the module is Jaeger 2.13.0.
  jaeger: { module: 'github.com/jaegertracing/jaeger@v1.76.0', main: './cmd/jaeger' },
  toxiproxy: { module: 'github.com/Shopify/toxiproxy/v2@v2.5.0', main: './cmd/server' },
  'docker-compose': { module: `github.com/docker/compose/v5@v${composeVersion}`, main: './cmd' },
} as const

/** The name of such a program. */
export type GoProgram = keyof typeof goPrograms

/** Builds a program, unless the cache has it, and returns its path. */
export async function buildGoProgram(
  name: GoProgram,
  { cacheDir, tell }: Pick<Making, 'cacheDir' | 'tell'>,
): Promise<string> {
  const { module, main } = goPrograms[name]
  const target = join(cacheDir, 'bin', `${name}-${module.split('@v').at(-1)}`)
  if (existsSync(target)) return target
  tell(`building ${name} from its Go module (minutes, once)`)
  const source = await findGoModule(module)
  const work = await mkdtemp(join(tmpdir(), 'tailspan-go-'))
  try {
    await mkdir(join(cacheDir, 'bin'), { recursive: true })
    // The module cache cannot be written to, and building may touch go.sum.
    await cp(source, work, { recursive: true })
    await run('chmod', ['-R', 'u+w', work])
    const flags = ['-trimpath', '-buildvcs=false', '-ldflags', '-s -w', '-o', `${target}.part`]
    await run('go', ['build', ...flags, main], { cwd: work, env: goEnv })
    await rename(`${target}.part`, target)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return target
}

/** Downloads a Go module and returns the folder of its source. */
export async function findGoModule(module: string): Promise<string> {
  const said = await run('go', ['mod', 'download', '-json', module], { cwd: tmpdir(), env: goEnv })
  const { Dir } = JSON.parse(said) as { readonly Dir: string }
  return Dir
}
