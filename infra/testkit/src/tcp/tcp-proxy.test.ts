import { once } from 'node:events'
import { createServer as createHttpServer, request } from 'node:http'
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { type Direction, eventually, freePort, startTcpProxy } from '../index.ts'

/** What the far side of one connection has seen. */
type Peer = { socket: Socket; received: string; ended: boolean; fault?: string }

async function openTarget() {
  const peers: Peer[] = []
  const server = createServer({ allowHalfOpen: true }, (socket) => peers.push(watch(socket)))
  await listen(server)
  onTestFinished(async () => {
    for (const { socket } of peers) socket.destroy()
    server.close()
  })
  return { port: portOf(server), peers, peer: () => eventually(() => peers.at(-1) ?? false) }
}

function watch(socket: Socket): Peer {
  const peer: Peer = { socket, received: '', ended: false }
  socket.on('data', (chunk) => {
    peer.received += chunk
  })
  socket.on('end', () => {
    peer.ended = true
  })
  socket.on('error', (error: NodeJS.ErrnoException) => {
    peer.fault = error.code ?? error.message
  })
  return peer
}

async function listen(server: Server) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
}

const portOf = (server: Server) => (server.address() as AddressInfo).port

async function openPair() {
  const target = await openTarget()
  const proxy = await startTcpProxy({ target })
  onTestFinished(() => proxy.close())
  return { target, proxy, dial: () => dial(proxy.port) }
}

async function dial(port: number): Promise<Peer> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  onTestFinished(() => void socket.destroy())
  const peer = watch(socket)
  await once(socket, 'connect')
  return peer
}

test('bytes pass both ways', async () => {
  const { target, dial } = await openPair()
  const client = await dial()

  client.socket.write('question')
  const server = await target.peer()
  server.socket.write('answer')

  await eventually(() => server.received === 'question' && client.received === 'answer')
})

test('what has arrived is counted for each way, what is held is not', async () => {
  const { target, proxy, dial } = await openPair()
  const client = await dial()

  client.socket.write('question')
  const server = await target.peer()
  await eventually(() => server.received === 'question')
  proxy.hold('to-client')
  server.socket.write('answer')
  await eventually(() => proxy.heldBytes() === 6)
  const counts = () => [proxy.carriedBytes('to-target'), proxy.carriedBytes('to-client')]
  const before = counts()
  proxy.release()

  await eventually(() => client.received === 'answer')
  expect([before, counts()]).toEqual([
    [8, 0],
    [8, 6],
  ])
})

test('bytes can be changed on their way, by each connection for itself', async () => {
  const target = await openTarget()
  const change = () => {
    let count = 0
    return (direction: Direction, chunk: Buffer) => {
      if (direction === 'to-client') return chunk
      count += 1
      return Buffer.from(`${count} ${chunk}`)
    }
  }
  const proxy = await startTcpProxy({ target, change })
  onTestFinished(() => proxy.close())

  for (const nth of [0, 1]) {
    const client = await dial(proxy.port)
    client.socket.write('question')
    await eventually(() => target.peers[nth]?.received === '1 question')
    target.peers[nth]?.socket.write('answer')
    await eventually(() => client.received === 'answer')
  }
})

test('held bytes wait, are counted and searched, and arrive in order on release', async () => {
  const { target, proxy, dial } = await openPair()
  const client = await dial()
  const server = await target.peer()

  proxy.hold()
  client.socket.write('one ')
  server.socket.write('back')
  await eventually(() => proxy.heldBytes() === 8)
  client.socket.write('two ')
  await eventually(() => proxy.heldBytes('to-target') === 8 && proxy.isHolding('one two'))
  const before = { server: server.received, client: client.received }
  proxy.release()
  client.socket.write('three')

  await eventually(() => server.received === 'one two three' && client.received === 'back')
  expect(before).toEqual({ server: '', client: '' })
  expect([proxy.heldBytes(), proxy.isHolding('one')]).toEqual([0, false])
})

test.each([
  ['to-target', { atServer: '', atClient: 'pong' }],
  ['to-client', { atServer: 'ping', atClient: '' }],
] as const)('holding %s lets the other direction pass', async (direction, expected) => {
  const { target, proxy, dial } = await openPair()
  const client = await dial()
  const server = await target.peer()

  proxy.hold(direction)
  client.socket.write('ping')
  server.socket.write('pong')
  await eventually(() => client.received + server.received !== '' && proxy.heldBytes() === 4)

  expect({ atServer: server.received, atClient: client.received }).toEqual(expected)
})

test('a connection made while holding is held from its first byte', async () => {
  const { target, proxy, dial } = await openPair()

  proxy.hold()
  const client = await dial()
  client.socket.write('late')
  await eventually(() => proxy.heldBytes() === 4)
  const server = await target.peer()

  expect(server.received).toBe('')
  proxy.release()
  await eventually(() => server.received === 'late')
})

test.each([
  ['closes', (socket: Socket) => void socket.end()],
  ['is destroyed', (socket: Socket) => void socket.destroy()],
  ['is reset', (socket: Socket) => void socket.resetAndDestroy()],
])('held bytes of a client that %s are dropped and never arrive', async (_, leave) => {
  const { target, proxy, dial } = await openPair()
  const [leaver, stayer] = [await dial(), await dial()]
  proxy.hold()
  leaver.socket.write('lost')
  stayer.socket.write('kept!')
  await eventually(() => proxy.heldBytes() === 9)

  leave(leaver.socket)
  await eventually(() => proxy.droppedBytes() === 4)
  proxy.release()

  await eventually(() => target.peers.some((peer) => peer.received === 'kept!'))
  await eventually(() => proxy.connectionCount() === 1)
  expect(target.peers.map((peer) => peer.received).join('')).toBe('kept!')
})

test('held answers of a target that closes are dropped', async () => {
  const { target, proxy, dial } = await openPair()
  const client = await dial()
  const server = await target.peer()
  proxy.hold('to-client')

  server.socket.end('answer')
  await eventually(() => proxy.droppedBytes() === 6)
  proxy.release()

  await eventually(() => client.socket.readableEnded || client.fault !== undefined)
  expect(client.received).toBe('')
})

test('sever resets both sides of every connection and keeps listening', async () => {
  const { target, proxy, dial } = await openPair()
  const client = await dial()
  const server = await target.peer()
  proxy.hold()
  client.socket.write('lost')
  await eventually(() => proxy.heldBytes() === 4)

  proxy.sever()
  await eventually(() => client.fault === 'ECONNRESET' && server.fault === 'ECONNRESET')
  await eventually(() => proxy.droppedBytes() === 4 && proxy.connectionCount() === 0)
  proxy.release()
  const next = await dial()
  next.socket.write('again')

  await eventually(() => target.peers.at(-1)?.received === 'again')
  expect(server.received).toBe('')
})

test('a side that has vanished is not missed: bytes and ends go nowhere, nothing is closed', async () => {
  const { target, proxy, dial } = await openPair()
  const [client, leaver] = [await dial(), await dial()]
  await eventually(() => target.peers.length === 2)

  proxy.vanish()
  client.socket.write('lost')
  leaver.socket.resetAndDestroy()
  for (const { socket } of target.peers) socket.end('lost, too')
  const late = await dial()
  late.socket.write('never arrives')
  await eventually(() => proxy.droppedBytes() === 'lostlost, toolost, too'.length)
  const before = [client, late, ...target.peers].map(({ ended, fault }) => ended || fault)
  proxy.reappear()
  await eventually(() => [client, late].every(({ fault }) => fault === 'ECONNRESET'))
  const next = await dial()
  next.socket.write('again')

  await eventually(() => target.peers.at(-1)?.received === 'again')
  expect(before).toEqual([undefined, undefined, undefined, undefined])
  expect(target.peers.map(({ received }) => received)).toEqual(['', '', 'again'])
  expect(client.received).toBe('')
})

test('a half close passes and the answer still comes back', async () => {
  const { target, dial } = await openPair()
  const client = await dial()
  client.socket.end('all I have')
  const server = await target.peer()
  await eventually(() => server.ended)

  server.socket.end('x'.repeat(2_000_000))

  await eventually(() => client.ended)
  expect(client.received).toHaveLength(2_000_000)
})

test('a target that has closed its half still gets what the client sends', async () => {
  const { target, dial } = await openPair()
  const client = await dial()
  const server = await target.peer()
  server.socket.end('my last word')
  await eventually(() => client.ended)

  client.socket.end('mine')

  await eventually(() => server.ended)
  expect(server.received).toBe('mine')
})

test('a reset of one side reaches the other as a reset', async () => {
  const { target, dial } = await openPair()
  const client = await dial()
  client.socket.write('x')
  const server = await target.peer()
  await eventually(() => server.received === 'x')

  client.socket.resetAndDestroy()

  await eventually(() => server.fault === 'ECONNRESET')
})

test('a target that cannot be reached resets its client', async () => {
  await using proxy = await startTcpProxy({ target: { port: await freePort() } })

  const client = await dial(proxy.port)

  await eventually(() => client.fault === 'ECONNRESET')
})

test('a slow reader slows the sender down and loses nothing', async () => {
  const { target, dial } = await openPair()
  const client = await dial()
  const server = await target.peer()
  server.socket.pause()
  const megabyte = 'm'.repeat(1_000_000)

  for (let count = 0; count < 20; count += 1) client.socket.write(megabyte)
  const other = await dial()
  other.socket.write(megabyte.repeat(20))
  await eventually(() => target.peers.at(-1)?.received.length === 20_000_000)
  const waitingBytes = client.socket.writableLength
  server.socket.resume()

  await eventually(() => server.received.length === 20_000_000)
  expect(waitingBytes).toBeGreaterThan(0)
})

test('the address can be fixed up front, and closing frees it', async () => {
  const target = await openTarget()
  const port = await freePort()
  const first = await startTcpProxy({ target, port })
  const client = await dial(first.port)

  const second = startTcpProxy({ target, port })
  await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await first.close()
  await using third = await startTcpProxy({ target, port })

  expect([first.port, third.port, third.address]).toEqual([port, port, `127.0.0.1:${port}`])
  await eventually(() => client.fault === 'ECONNRESET')
})

test('one that refuses resets its clients and lets nobody in until it accepts again', async () => {
  const target = await openTarget()
  await using proxy = await startTcpProxy({ target })
  const client = await dial(proxy.port)

  await proxy.refuse()
  await proxy.refuse()
  const refused = await dial(proxy.port).catch((error) => error.code)
  await proxy.accept()
  const next = await dial(proxy.port)
  next.socket.write('x')

  await eventually(() => target.peers.at(-1)?.received === 'x')
  await eventually(() => client.fault === 'ECONNRESET')
  expect(refused).toBe('ECONNREFUSED')
})

test('HTTP/1.1 and HTTP/2 pass unchanged', async () => {
  const [http1, http2] = [
    createHttpServer((_, res) => void res.end('one')),
    createHttp2Server((_, res) => void res.end('two')),
  ]
  await Promise.all([http1, http2].map((server) => listen(server as unknown as Server)))
  await using proxy1 = await startTcpProxy({ target: { port: portOf(http1) } })
  await using proxy2 = await startTcpProxy({ target: { port: portOf(http2 as never) } })

  const [answer] = await once(request(`http://${proxy1.address}`).end(), 'response')
  const session = connectHttp2(`http://${proxy2.address}`)
  const bodies = [await text(answer), await text(session.request())]

  session.close()
  http1.close()
  http2.close()
  expect(bodies).toEqual(['one', 'two'])
})
