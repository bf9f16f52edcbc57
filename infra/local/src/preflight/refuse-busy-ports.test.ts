import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { chooseFreePorts } from '../ports.ts'
import { refuseBusyPorts } from './refuse-busy-ports.ts'

async function listen(port: number, host?: string): Promise<void> {
  const server = createServer()
  onTestFinished(() => void server.close())
  server.listen(port, host)
  await once(server, 'listening')
}

test('free ports are fine', async () => {
  const ports = await chooseFreePorts()

  await expect(refuseBusyPorts(ports)).resolves.toBeUndefined()
})

test('a busy port is one sentence: the port, its holder, the process, the settings', async () => {
  const ports = await chooseFreePorts()
  await listen(ports.kafka, '127.0.0.1')

  const refused = refuseBusyPorts(ports)

  await expect(refused).rejects.toMatchObject({ code: 'port-taken' })
  await expect(refused).rejects.toThrow(
    new RegExp(
      `^Port ${ports.kafka} of Apache Kafka is taken by node \\(pid ${process.pid}\\): [^\\n]+\\.$`,
    ),
  )
  await expect(refused).rejects.toThrow(/TAILSPAN_PORT_KAFKA .*TAILSPAN_PORT_OFFSET/)
})

test('a port that two parts want is one sentence: the port, both parts, both settings', async () => {
  const ports = await chooseFreePorts()

  const refused = refuseBusyPorts({ ...ports, otlp: ports.postgres })

  await expect(refused).rejects.toMatchObject({ code: 'port-taken' })
  await expect(refused).rejects.toThrow(
    `Port ${ports.postgres} is wanted by both PostgreSQL and the OTLP receiver: set TAILSPAN_PORT_POSTGRES or TAILSPAN_PORT_OTLP to another port.`,
  )
})

test('a port that somebody holds on all addresses is busy, too', async () => {
  const ports = await chooseFreePorts()
  await listen(ports.otlp)

  await expect(refuseBusyPorts(ports)).rejects.toThrow(/the OTLP receiver/)
})
