import { crc32 } from 'node:zlib'

/** A file in a zip file. */
export type Packed = { readonly name: string; readonly text: string; readonly mode: number }

/** The bytes of a zip file that holds these files, as they are: nothing is compressed. */
export function zipBytes(files: readonly Packed[]): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, text, mode } of files) {
    const shared = sharedFields(Buffer.from(text), Buffer.byteLength(name))
    const body = Buffer.concat([hex('504b0304'), shared, Buffer.from(name + text)])
    // Made on Unix, so the rights are those of a file there.
    const rights = numbers([4, ((0o100000 | mode) << 16) >>> 0], [4, offset])
    const entry = [hex('504b0102'), hex('1403'), shared, Buffer.alloc(6), rights]
    bodies.push(body)
    directory.push(Buffer.concat([...entry, Buffer.from(name)]))
    offset += body.length
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0)
  const count = files.length
  const end = numbers([2, 0], [2, 0], [2, count], [2, count], [4, size], [4, offset], [2, 0])
  return Buffer.concat([...bodies, ...directory, hex('504b0506'), end])
}

/** What stands both before a file and in the directory at the end. */
function sharedFields(body: Buffer, nameLength: number): Buffer {
  const sizes = [[4, crc32(body)] as const, [4, body.length] as const, [4, body.length] as const]
  return numbers([2, 20], [2, 0], [2, 0], [2, 0], [2, 0x21], ...sizes, [2, nameLength], [2, 0])
}

function numbers(...fields: readonly (readonly [width: number, value: number])[]): Buffer {
  return Buffer.concat(
    fields.map(([width, value]) => {
      const field = Buffer.alloc(width)
      field.writeUIntLE(value, 0, width)
      return field
    }),
  )
}

function hex(text: string): Buffer {
  return Buffer.from(text, 'hex')
}
