import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Env, ownEnv, readRunSettings } from './config.ts'
import { readPorts } from './ports.ts'
import { adminUser } from './postgres/cluster.ts'
import { databaseName } from './postgres/service-schemas.ts'
import { postgresDir } from './system/infrastructure.ts'

/** Where the parts of the local system listen when it runs. */
export type LocalAddresses = {
  readonly state: string
  readonly kafkaBrokers: string
  /** The superuser's, of the one database; nothing before the first start. */
  readonly databaseUrl: string | undefined
  readonly otlpUrl: string
}

/**
 * Tells where `npm start` puts things, whether it runs now or not.
 *
 * shape:  TAILSPAN_PORT_OFFSET, TAILSPAN_PORT_<NAME> and TAILSPAN_STATE as at the start
 * errors: config-invalid
 */
export async function readLocalAddresses(env: Env = ownEnv): Promise<LocalAddresses> {
  const ports = readPorts(env)
  const { state } = readRunSettings(env)
  const password = await readPassword(join(postgresDir(state), 'admin-password'))
  return {
    state,
    kafkaBrokers: `127.0.0.1:${ports.kafka}`,
    databaseUrl:
      password && `postgres://${adminUser}:${password}@127.0.0.1:${ports.postgres}/${databaseName}`,
    otlpUrl: `http://127.0.0.1:${ports.otlp}`,
  }
}

async function readPassword(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined)
}
