import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { Refusal } from './refusal.ts'

const unzip = promisify(gunzip)

/** Reads a request's body, unzipped, refusing more than `maxBytes` before and after unzipping. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity' && encoding !== 'gzip') {
    throw new Refusal(`content encoding ${JSON.stringify(encoding)} is not supported`, {
      status: 415,
    })
  }
  const body = await collect(request, maxBytes)
  return encoding === 'gzip' ? await unzipWithin(body, maxBytes) : body
}

async function collect(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = new Refusal(`the body is larger than ${maxBytes} bytes`, { status: 413 })
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge
  const chunks: Buffer[] = []
  let sizeBytes = 0
  // No `for await`: leaving it early destroys the socket, and the exporter never sees the answer.
  return await new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.length
      if (sizeBytes <= maxBytes) chunks.push(chunk)
      else reject(tooLarge)
    })
    request.on('end', () => resolve(Buffer.concat(chunks)))
    request.on('error', reject)
  })
}

async function unzipWithin(body: Buffer, maxBytes: number): Promise<Uint8Array> {
  try {
    return await unzip(body, { maxOutputLength: maxBytes })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new Refusal(`the body unzips to more than ${maxBytes} bytes`, { status: 413, cause })
    }
    throw new Refusal('the body is not gzip', { status: 400, cause })
  }
}
