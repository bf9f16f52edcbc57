import { type Admin, Kafka, logLevel } from 'kafkajs'

// As for rows: for a test that asks again and again.
const keptMs = 250

type Kept = { readonly admin: Promise<Admin>; users: number; timer?: NodeJS.Timeout }

const all = new Map<string, Kept>()

/** Asks Kafka over a connection that is kept for the next question; after an error the next one connects anew. */
export async function askKafka<T>(brokers: string, ask: (admin: Admin) => Promise<T>): Promise<T> {
  const kept = all.get(brokers) ?? connect(brokers)
  clearTimeout(kept.timer)
  kept.users += 1
  try {
    return await ask(await kept.admin)
  } catch (error) {
    forget(brokers, kept)
    throw error
  } finally {
    kept.users -= 1
    if (kept.users === 0) kept.timer = setTimeout(() => disconnect(brokers, kept), keptMs)
  }
}

function connect(brokers: string): Kept {
  const retry = { retries: 3, initialRetryTime: 50 }
  const silent = { clientId: 'testkit', logLevel: logLevel.NOTHING }
  const admin = new Kafka({ ...silent, brokers: brokers.split(','), retry }).admin()
  const kept = { admin: admin.connect().then(() => admin), users: 0 }
  all.set(brokers, kept)
  return kept
}

function disconnect(brokers: string, kept: Kept): void {
  forget(brokers, kept)
  kept.admin.then((admin) => admin.disconnect()).catch(() => {})
}

function forget(brokers: string, kept: Kept): void {
  if (all.get(brokers) === kept) all.delete(brokers)
}
