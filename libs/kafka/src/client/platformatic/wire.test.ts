import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { ClientSettings } from '../settings.ts'
import { Wire } from './wire.ts'

/** Brokers that close each connection at once, and how they were asked: one after the other. */
async function givenBrokers(count: number) {
  const asked: number[] = []
  const start = async (_: unknown, name: number) => {
    const server = createServer((socket) => {
      asked.push(name)
      socket.destroy()
    }).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    return { nodeId: name, host: '127.0.0.1', port: (server.address() as AddressInfo).port }
  }
  const brokers = await Promise.all(Array.from({ length: count }, start))
  return { asked, brokers }
}

const wireTo = (brokers: readonly { readonly port: number }[]) => {
  const given = brokers.map(({ port }) => `127.0.0.1:${port}`)
  return new Wire({
    brokers: given,
    clientId: 'test',
    requestTimeoutMs: 60_000,
  } as unknown as ClientSettings)
}

const ask = (wire: Wire) => wire.askAny({ name: 'Metadata', args: [] }).catch(() => {})

test('each question begins with the next broker, and goes on with the others', async () => {
  const { asked, brokers } = await givenBrokers(3)
  const wire = wireTo(brokers)

  const questions: number[][] = []
  for (let i = 0; i < 3; i++) {
    await ask(wire)
    questions.push(asked.splice(0))
  }

  expect(questions.map(([first]) => first).toSorted()).toEqual([0, 1, 2])
  expect(questions.map((all) => all.toSorted())).toEqual(Array(3).fill([0, 1, 2]))
})

test('brokers that are known are asked before those that were given', async () => {
  const { asked, brokers } = await givenBrokers(3)
  const [given, ...known] = brokers
  const wire = wireTo(given ? [given] : [])
  wire.noteBrokers(known)

  const questions: number[][] = []
  for (let i = 0; i < 2; i++) {
    await ask(wire)
    questions.push(asked.splice(0))
  }

  expect(questions.toSorted()).toEqual([
    [1, 2, 0],
    [2, 1, 0],
  ])
})

test('not all clients begin with the same broker', async () => {
  const { asked, brokers } = await givenBrokers(3)
  const random = vi.spyOn(Math, 'random')
  onTestFinished(() => random.mockRestore())

  const firsts: (number | undefined)[] = []
  for (const value of [0, 0.001, 0.002]) {
    random.mockReturnValue(value)
    await ask(wireTo(brokers))
    firsts.push(asked.splice(0)[0])
  }

  expect(firsts).toEqual([0, 1, 2])
})
