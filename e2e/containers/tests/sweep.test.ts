import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { images, run } from '@tailspan/containers'
import { uniqueId } from '@tailspan/testkit'
import { afterEach, expect, test } from 'vitest'
import { ownerLabel, sweep } from '../fleet/labels.ts'

const made: { readonly container: string; readonly network: string }[] = []

afterEach(async () => {
  for (const { container, network } of made.splice(0)) {
    await run('docker', ['rm', '--force', container]).catch(() => {})
    await run('docker', ['network', 'rm', network]).catch(() => {})
  }
})

test('what a run has left that died is swept, what a living one has stays', async () => {
  const left = await make(await deadProcess())
  const used = await make(process.ppid)

  await sweep()

  const containers = await run('docker', ['ps', '--all', '--format', '{{.Names}}'])
  const networks = await run('docker', ['network', 'ls', '--format', '{{.Name}}'])
  expect(containers.split('\n')).not.toContain(left.container)
  expect(networks.split('\n')).not.toContain(left.network)
  expect(containers.split('\n')).toContain(used.container)
  expect(networks.split('\n')).toContain(used.network)
})

async function make(owner: number) {
  const one = { container: uniqueId('swept'), network: uniqueId('swept') }
  made.push(one)
  const label = ['--label', `${ownerLabel}=${owner}`]
  await run('docker', ['network', 'create', ...label, one.network])
  const where = ['--name', one.container, '--network', one.network]
  await run('docker', ['create', ...label, ...where, images.toxiproxy])
  return one
}

async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' })
  await once(child, 'exit')
  return child.pid as number
}
