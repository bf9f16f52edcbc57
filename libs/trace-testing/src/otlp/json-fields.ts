import { MalformedPayload } from './malformed-payload.ts'

/** An object of the JSON body and where it stands, so that a fault can name its place. */
export type Node = { readonly value: Readonly<Record<string, unknown>>; readonly path: string }

/** The value as an object. */
export function nodeOf(value: unknown, path: string): Node {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedPayload(`${path} is not an object`)
  }
  return { value: value as Node['value'], path }
}

/** A member object, if it is there. In this mapping null means absent. */
export function member({ value, path }: Node, key: string): Node | undefined {
  const child = value[key] ?? undefined
  return child === undefined ? undefined : nodeOf(child, `${path}.${key}`)
}

/** The objects of a list, none when the list is absent. */
export function members(node: Node, key: string): Node[] {
  return list(node, key).map((child, i) => nodeOf(child, `${node.path}.${key}[${i}]`))
}

/** The values of a list, none when the list is absent. */
export function list({ value, path }: Node, key: string): readonly unknown[] {
  const found = value[key] ?? []
  if (!Array.isArray(found)) throw new MalformedPayload(`${path}.${key} is not a list`)
  return found
}

/** A string, empty when absent. */
export function text({ value, path }: Node, key: string): string {
  const found = value[key] ?? ''
  if (typeof found !== 'string') throw new MalformedPayload(`${path}.${key} is not a string`)
  return found
}

/** A 64-bit integer, written as a number or as a decimal string; 0 when absent. */
export function integer({ value, path }: Node, key: string): bigint {
  const found = value[key] ?? 0
  if (typeof found === 'number' && Number.isInteger(found)) return BigInt(found)
  if (typeof found === 'string' && /^-?\d{1,20}$/.test(found)) return BigInt(found)
  throw new MalformedPayload(`${path}.${key} is not an integer`)
}
