import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ownEnv } from '@tailspan/local'
import type { Shop } from './shop.ts'

const program = fileURLToPath(new URL('../../../dead-letters/src/main.ts', import.meta.url))

export type Told = { readonly out: string; readonly err: string; readonly exitCode: number }

/** `npm run dlt -- …` against one system. */
export type Dlt = (...args: readonly string[]) => Promise<Told>

/** Runs `npm run dlt -- …` against a shop, as a person would. */
export function runDlt({ system, databaseUrl }: Shop, ...args: readonly string[]): Promise<Told> {
  const env = {
    ...ownEnv,
    KAFKA_BROKERS: system.kafkaBrokers,
    DATABASE_URL: databaseUrl,
    OTEL_EXPORTER_OTLP_ENDPOINT: system.receiver.url,
  }
  const all = ['--conditions=@tailspan/source', program, ...args]
  return new Promise((resolve) => {
    const child = execFile(process.execPath, all, { env }, (_, out, err) =>
      resolve({ out, err, exitCode: child.exitCode ?? 1 }),
    )
  })
}
