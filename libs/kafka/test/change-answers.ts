import type { Change } from '@tailspan/testkit'

/** A request of the protocol, and the version from which on its answer has tags in its head. */
export type Api = { readonly key: number; readonly flexibleFrom: number }

/**
 * Puts another error code into the first answer to a request, on any connection.
 *
 * Wire: `length (4) correlation_id (4) [tags (1)] throttle_time_ms (4) error_code (2) …`
 */
export function changeFirstAnswer({ key, flexibleFrom }: Api, code: number) {
  let count = 0
  const change = (): Change => {
    const versions = new Map<number, number>()
    const note = (asked: Buffer) => {
      if (asked.readInt16BE(4) === key) versions.set(asked.readInt32BE(8), asked.readInt16BE(6))
      return asked
    }
    const alter = (answer: Buffer) => {
      const version = versions.get(answer.readInt32BE(4))
      if (version === undefined || count > 0) return answer
      count += 1
      answer.writeInt16BE(code, version < flexibleFrom ? 12 : 13)
      return answer
    }
    const ways = { 'to-target': createFrames(note), 'to-client': createFrames(alter) }
    return (direction, chunk) => ways[direction](chunk)
  }
  return { change, count: () => count }
}

/** Hands on whole messages alone; the rest of one waits. */
function createFrames(take: (frame: Buffer) => Buffer): (chunk: Buffer) => Buffer {
  let rest: Buffer = Buffer.alloc(0)
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    const frames: Buffer[] = []
    for (let size = sizeOf(rest); rest.length >= size; size = sizeOf(rest)) {
      frames.push(take(Buffer.from(rest.subarray(0, size))))
      rest = rest.subarray(size)
    }
    return Buffer.concat(frames)
  }
}

function sizeOf(bytes: Buffer): number {
  return bytes.length < 4 ? Number.POSITIVE_INFINITY : bytes.readUInt32BE() + 4
}
