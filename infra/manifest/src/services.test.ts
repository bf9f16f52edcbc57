import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { manifestOf, needing, peerSetting, serviceNames } from './index.ts'

const folder = fileURLToPath(new URL('../../../services', import.meta.url))
const all = serviceNames.map((name) => ({ name, ...manifestOf(name) }))

test('every folder below services/ is in the manifest, and nothing else', () => {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory())

  expect(serviceNames.toSorted()).toEqual(folders.map(({ name }) => name).toSorted())
})

test('no two listeners have the same port', () => {
  const ports = all.flatMap(({ port, debugPort }) => [port, debugPort])

  expect(new Set(ports).size).toBe(ports.length)
})

test('services ask services that exist', () => {
  for (const { asks } of all) for (const peer of asks) expect(serviceNames).toContain(peer)
})

test('needs and settings are found by name', () => {
  expect(needing('mail')).toEqual(['notification'])
  expect(needing('postgres')).toEqual(['order', 'inventory', 'notification'])
  expect(peerSetting('inventory')).toBe('INVENTORY_URL')
})
