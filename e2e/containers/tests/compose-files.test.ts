import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findCompose } from '@tailspan/containers'
import { readArtifactSettings } from '@tailspan/local'
import { uniqueId } from '@tailspan/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { config } from '../config.ts'

const infra = fileURLToPath(new URL('../../../infra', import.meta.url))
const onTop = (await readdir(infra)).filter((name) => /^compose\.[a-z-]+\.yaml$/.test(name))

/** The services that Compose reads from its first file and another one on top. */
async function servicesWith(file: string): Promise<readonly string[]> {
  const project = uniqueId('config')
  const env = { PATH: config.path }
  const compose = await findCompose({ project, env, cacheDir: readArtifactSettings().cacheDir })
  return (await compose.run(['--file', file, 'config', '--services'])).trim().split('\n')
}

test.each(onTop)('Compose takes %s on top of compose.yaml', async (name) => {
  expect(await servicesWith(join(infra, name))).toContain('order')
  expect(onTop.length).toBeGreaterThan(3)
})

test('a key that Compose does not know is refused, and named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tailspan-compose-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'bad.yaml'), 'services: { order: { enviroment: { A: b } } }')

  await expect(servicesWith(join(folder, 'bad.yaml'))).rejects.toThrow(/enviroment/)
})
