import { isIP } from 'node:net'
import * as platformatic from '@platformatic/kafka'
import type { ClientSettings } from '../settings.ts'
import { connectionOptions } from './connection-options.ts'
import { BrokerUnknown, causesOf, faultOf, RequestUnknown } from './fault-of.ts'
import { knowCodes } from './know-codes.ts'

/** Where a broker listens. */
export type Address = { readonly host: string; readonly port: number }

type Line = {
  readonly connection: platformatic.Connection
  readonly versions: ReadonlyMap<
    string,
    { readonly minVersion: number; readonly maxVersion: number }
  >
}

/** One of Kafka's requests by its name in the protocol; the newest version that both sides know is taken. */
export type Request = {
  readonly name: string
  readonly args: readonly unknown[]
  readonly onWrite?: () => void
  /** Reads the answer in the place of the client, from this version on. */
  readonly parse?: { readonly from: number; readonly read: Read }
  /** Writes the request in its place, from this version on. */
  readonly write?: { readonly from: number; readonly write: () => platformatic.Writer }
}

type Read = (reader: platformatic.Reader) => unknown
type How = Pick<Request, 'parse' | 'write'>

/** Requests of Kafka's protocol, one socket to each broker; it repeats nothing. */
export class Wire {
  readonly #settings: ClientSettings
  readonly #requestTimeoutMs: number
  readonly #lines = new Map<string, Promise<Line>>()
  readonly #connections = new Set<platformatic.Connection>()
  #brokers: ReadonlyMap<number, Address> = new Map()
  // Not all clients begin with the same broker.
  #turn = Math.floor(Math.random() * 1_000)
  #isCut = false

  constructor(settings: ClientSettings, requestTimeoutMs = settings.requestTimeoutMs) {
    knowCodes()
    this.#settings = settings
    this.#requestTimeoutMs = requestTimeoutMs
  }

  /** What the latest metadata say. */
  noteBrokers(brokers: readonly (Address & { readonly nodeId: number })[]): void {
    this.#brokers = new Map(brokers.map((one) => [one.nodeId, one]))
  }

  /** Asks one broker, by its node id. */
  async askNode<T>(nodeId: number, request: Request): Promise<T> {
    const address = this.#brokers.get(nodeId)
    if (!address) throw new BrokerUnknown(`no broker ${nodeId} is known`)
    const line = await this.#lineTo(address)
    request.onWrite?.()
    return this.#ask(line, request)
  }

  /** Asks a broker that can be reached, each time the next one: one that answers badly is not asked again and again. */
  async askAny<T>(request: Request): Promise<T> {
    return this.#ask(await this.#anyLine(), request)
  }

  async #anyLine(): Promise<Line> {
    const turn = this.#turn++
    const given = this.#settings.brokers.map(parseAddress)
    let last: unknown = new BrokerUnknown('no broker is known')
    for (const address of [
      ...beginningAt(turn, [...this.#brokers.values()]),
      ...beginningAt(turn, given),
    ])
      try {
        return await this.#lineTo(address)
      } catch (error) {
        last = error
      }
    throw last
  }

  async close(): Promise<void> {
    await Promise.all([...this.#connections].map((one) => one.close()))
  }

  cut(): void {
    this.#isCut = true
    for (const { socket } of this.#connections) socket?.destroy(new Error('this client was closed'))
  }

  #lineTo(address: Address): Promise<Line> {
    const name = nameOf(address)
    const known = this.#lines.get(name)
    if (known !== undefined) return known
    const opening = this.#open(address)
    this.#lines.set(name, opening)
    opening.catch(() => this.#lines.delete(name))
    return opening
  }

  async #open({ host, port }: Address): Promise<Line> {
    if (this.#isCut) throw new Error('this client was closed')
    const serverName = isIP(host) ? undefined : host
    const options = {
      ...connectionOptions(this.#settings, serverName),
      requestTimeout: this.#requestTimeoutMs,
    }
    const connection = new platformatic.Connection(this.#settings.clientId, options)
    this.#connections.add(connection)
    connection.on('error', () => {})
    connection.on('close', () => {
      this.#connections.delete(connection)
      this.#lines.delete(nameOf({ host, port }))
    })
    try {
      await connection.connect(host, port)
    } catch (error) {
      this.#connections.delete(connection)
      throw new ConnectionFailed({ host, port }, { cause: error })
    }
    const { apiKeys } = await platformatic.apiVersionsV3.api.async(connection, 'tailspan', '0.1.0')
    return { connection, versions: new Map(apiKeys.map((one) => [one.name, one])) }
  }

  async #ask<T>({ connection, versions }: Line, { name, args, ...how }: Request): Promise<T> {
    const range = versions.get(name)
    const first = Math.max(range?.minVersion ?? 0, how.parse?.from ?? 0, how.write?.from ?? 0)
    const known = platformatic as unknown as Record<string, Versioned | undefined>
    for (let version = range?.maxVersion ?? -1; version >= first; version--) {
      const found = known[`${name[0]?.toLowerCase()}${name.slice(1)}V${version}`]
      if (!found?.api) continue
      const api = how.parse || how.write ? replaced(found, version, how) : found.api
      return (await api.async(connection, ...args)) as T
    }
    throw new RequestUnknown(`the broker and this client have no ${name} in common`)
  }
}

type Api = {
  readonly key: number
  async(connection: platformatic.Connection, ...args: unknown[]): Promise<unknown>
}

type Versioned = {
  readonly api?: Api
  createRequest(...args: unknown[]): platformatic.Writer
  parseResponse(...args: Answered): unknown
}

type Answered = [correlationId: number, key: number, version: number, reader: platformatic.Reader]

function replaced({ api, ...its }: Versioned, version: number, { parse, write }: How): Api {
  // biome-ignore lint/complexity/useMaxParams: as the client calls it
  const readAnswer: Versioned['parseResponse'] = (_id, _key, _version, reader) =>
    parse?.read(reader)
  const read = parse ? readAnswer : its.parseResponse
  const create = write?.write ?? its.createRequest
  return platformatic.createAPI(api?.key ?? 0, version, create, read) as unknown as Api
}

/** The client says only that it failed; which password or certificate was refused stands behind that. */
class ConnectionFailed extends Error {
  constructor(address: Address, { cause }: { readonly cause: unknown }) {
    const reason = faultOf(cause).text ?? [...causesOf(cause)].at(-1)?.message
    super(`${nameOf(address)}: ${reason}`, { cause })
  }
}

function beginningAt<T>(turn: number, all: readonly T[]): readonly T[] {
  const first = turn % all.length
  return [...all.slice(first), ...all.slice(0, first)]
}

function nameOf({ host, port }: Address): string {
  return `${host}:${port}`
}

function parseAddress(broker: string): Address {
  const colon = broker.lastIndexOf(':')
  return {
    host: broker.slice(0, colon).replace(/^\[|\]$/g, ''),
    port: Number(broker.slice(colon + 1)),
  }
}
