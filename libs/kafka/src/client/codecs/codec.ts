/** A codec of this process that cannot be used: its package does not run here. */
export class CodecMissing extends Error {}

/** Makes the records of a batch smaller, and back. */
export interface Codec {
  compress(bytes: Buffer): Promise<Buffer>
  decompress(bytes: Buffer): Promise<Buffer>
}

/**
 * The most that a batch may become: a broker bounds what is stored, not what it unpacks to, and a gigabyte
 * of zeros fits into a batch that it takes.
 */
export const maxUnpackedBytes = 64 * 1_024 * 1_024

/** Refuses what would unpack to more than a batch may. */
export function checkUnpacked(bytes: number): void {
  if (bytes > maxUnpackedBytes)
    throw new RangeError(`it unpacks to more than ${maxUnpackedBytes} B`)
}

/** Loads the package of a codec when it is needed first; most processes never need it. */
export function loadOnce<T>(name: string, load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined
  return () => {
    loading ??= load().catch((cause) => {
      throw new CodecMissing(`the package ${name} does not run here`, { cause })
    })
    return loading
  }
}
