import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  findFreePorts,
  type KafkaRuntime,
  type Progress,
  prepareKafka,
  startMailCatcher,
  startPostgres,
  stopLeftBehind,
} from '@tailspan/local'
import type { Infrastructure, KafkaDoor } from './infrastructure.ts'
import { startBroker } from './start-broker.ts'

const doorCount = 8
const prefix = 'tailspan-test-'

export type StartedInfrastructure = {
  readonly addresses: Infrastructure
  stop(): Promise<void>
}

/**
 * Starts Kafka, PostgreSQL and the mail catcher on free ports, with all state in a folder of its own.
 *
 * errors:  those of @tailspan/local; what had started is stopped again
 * repeats: any number side by side; what a killed run left behind is stopped and deleted first
 */
export async function startInfrastructure(progress?: Progress): Promise<StartedInfrastructure> {
  await removeLeftBehind()
  const runtime = await prepareKafka(progress ? { progress } : {})
  const dir = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`))
  // PostgreSQL does not run as root; its own user must get through to its data.
  await chmod(dir, 0o711)
  const remove = () => rm(dir, { recursive: true, force: true })
  try {
    const { addresses, stop } = await startParts(runtime, dir)
    return { addresses, stop: () => stop().then(remove) }
  } catch (error) {
    await remove()
    throw error
  }
}

async function startParts(runtime: KafkaRuntime, dir: string): Promise<StartedInfrastructure> {
  const kafkaDoors = await findDoors()
  const doors = kafkaDoors.map(({ listenerPort, advertisedPort }, index) => ({
    name: `DOOR${index}`,
    port: listenerPort,
    advertisedPort,
  }))
  const ipv6 = await ipv6Listener()
  const parts = await allOrNone([
    startBroker({ runtime, dir: join(dir, 'kafka'), extraListeners: [...doors, ...ipv6] }),
    startPostgres({ dir: join(dir, 'postgres') }),
    startMailCatcher({ dir: join(dir, 'mail') }),
  ])
  const [{ brokers, listeners }, { adminUrl }, { smtpUrl, webUrl }] = parts
  const stop = async () => void (await Promise.all(parts.map((part) => part.stop())))
  return {
    addresses: {
      brokers,
      kafkaDoors,
      ipv6Brokers: listeners.IPV6,
      postgresUrl: adminUrl,
      smtpUrl,
      mailUrl: webUrl,
    },
    stop,
  }
}

async function ipv6Listener() {
  const hasLoopback = Object.values(networkInterfaces()).some((one) =>
    one?.some(({ address }) => address === '::1'),
  )
  const [port = 0] = await findFreePorts(1)
  return hasLoopback ? [{ name: 'IPV6', host: '[::1]', port, advertisedPort: port }] : []
}

async function findDoors(): Promise<KafkaDoor[]> {
  const ports = await findFreePorts(3 * doorCount)
  return Array.from({ length: doorCount }, (_, index) => ({
    listenerPort: ports[3 * index] as number,
    advertisedPort: ports[3 * index + 1] as number,
    claimPort: ports[3 * index + 2] as number,
  }))
}

/** If one cannot start, those that could are stopped before the error is thrown. */
async function allOrNone<T extends readonly AsyncDisposable[]>(
  starting: {
    [Index in keyof T]: Promise<T[Index]>
  },
): Promise<T> {
  const settled: readonly PromiseSettledResult<AsyncDisposable>[] =
    await Promise.allSettled(starting)
  const started = settled.filter((one) => one.status === 'fulfilled').map((one) => one.value)
  const failed = settled.find((one) => one.status === 'rejected')
  if (!failed) return started as readonly AsyncDisposable[] as T
  await Promise.all(started.map((part) => part[Symbol.asyncDispose]()))
  throw failed.reason
}

async function removeLeftBehind(): Promise<void> {
  const folders = (await readdir(tmpdir())).filter((name) => name.startsWith(prefix))
  const abandoned = folders.filter((name) => !isAlive(Number(name.split('-')[2])))
  await Promise.all(abandoned.map((name) => removeRun(join(tmpdir(), name))))
}

async function removeRun(dir: string): Promise<void> {
  const parts = ['kafka', 'postgres', 'mail'].map((part) => stopLeftBehind(join(dir, part)))
  await Promise.all(parts)
  await rm(dir, { recursive: true, force: true })
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
