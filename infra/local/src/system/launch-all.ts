import { manifestOf, needing, type ServiceName } from '@tailspan/manifest'
import { type Env, ownEnv } from '../config.ts'
import type { Java } from '../java/find-java.ts'
import { prepareKafka } from '../kafka/prepare-kafka.ts'
import { databaseName, ensureServiceSchemas } from '../postgres/service-schemas.ts'
import type { Part } from '../supervision/part.ts'
import { toKafkaParts, toMailPart, toPostgresPart } from './infrastructure.ts'
import { type ServiceProgram, type ServiceSurroundings, toServicePart } from './services.ts'
import type { SystemOptions } from './system-options.ts'

type Launching = {
  readonly launch: (part: Part) => Promise<void>
  readonly services: readonly ServiceName[]
  readonly signal: AbortSignal
  readonly java: Java | undefined
  readonly otlpUrl: string
}

/** How a service is started otherwise than at first. */
export type ServiceChange = Partial<Pick<ServiceSurroundings, 'ports' | 'instance'>> & {
  /** On top of what every service is told. */
  readonly env: Env
  readonly program?: ServiceProgram | undefined
}

/** Starts all parts, each as soon as those serve that it needs, and returns where they are. */
export async function launchAll(
  { state, ports, env = ownEnv, serviceEnv = {}, screen, ...chosen }: SystemOptions,
  { launch, services, signal, java, otlpUrl }: Launching,
) {
  const { brokers = 1, extraListeners = [], everyService = {} } = chosen
  const needs = { ports, state, env, everyService, extraListeners, brokers }
  const progress = screen?.busy ?? (() => {})
  const runtime = prepareKafka({ env, java, progress, signal, state })
  const kafkaParts = await toKafkaParts(needs, runtime)
  const urls = {
    kafkaBrokers: kafkaParts.map(({ address }) => address).join(),
    smtpUrl: `smtp://127.0.0.1:${ports.smtp}`,
    mailUrl: `http://127.0.0.1:${ports.mail}`,
    databaseUrl: '',
    databaseUrls: {} as Partial<Record<ServiceName, string>>,
  }
  const prepareDatabase = async (adminUrl: string) => {
    urls.databaseUrl = Object.assign(new URL(adminUrl), { pathname: databaseName }).href
    urls.databaseUrls = await ensureServiceSchemas(adminUrl, needing('postgres'))
  }
  const kafka = Promise.all(kafkaParts.map(launch))
  const postgres = launch(toPostgresPart(needs, prepareDatabase))
  const mail = needing('mail').length > 0 ? launch(toMailPart(needs)) : undefined
  const serving = { kafka, postgres, mail }
  const launchService = async (name: ServiceName) => {
    await Promise.all(manifestOf(name).needs.map((need) => serving[need]))
    await launch(toServicePart(name, { ...needs, ...urls, otlpUrl, serviceEnv }))
  }
  await Promise.all([kafka, postgres, mail, ...services.map(launchService)])
  const toPart = (name: ServiceName, { env: own, program, ...place }: ServiceChange) =>
    toServicePart(
      name,
      { ...needs, ...urls, otlpUrl, serviceEnv: { [name]: own }, ...place },
      program,
    )
  return { urls, toPart }
}
