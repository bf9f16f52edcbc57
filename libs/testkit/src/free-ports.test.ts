import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { freePorts, uniqueId } from './index.ts'

test('free ports are distinct and can be bound', async () => {
  const ports = await freePorts(8)

  const servers = ports.map((port) => createServer().listen(port, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  for (const server of servers) server.close()

  expect(new Set(ports).size).toBe(8)
})

test('a unique id keeps its prefix and fits a topic name', () => {
  const ids = [uniqueId('orders'), uniqueId('orders')]

  expect(new Set(ids).size).toBe(2)
  for (const id of ids) expect(id).toMatch(/^orders-[0-9a-f]{12}$/)
})
