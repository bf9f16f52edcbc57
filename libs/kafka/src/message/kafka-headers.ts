/**
 * Headers by name. What was fetched has no prototype, because any name may come: `__proto__`, `constructor`.
 *
 * shape: the order among headers of one name is kept, that among different names is not
 */
export type KafkaHeaders = Readonly<Record<string, HeaderValue | undefined>>

/** One value, or several of the same name; Kafka knows null and empty apart. */
export type HeaderValue = HeaderBytes | readonly HeaderBytes[]

/** Arrives as bytes, which need not be text. */
type HeaderBytes = string | Buffer | null

/** The text of a header; of a repeated one the last, as Kafka's own clients do. */
export function headerText(headers: KafkaHeaders, name: string): string | undefined {
  const value = headers[name]
  const last = isRepeated(value) ? value.at(-1) : value
  return last === undefined || last === null ? undefined : String(last)
}

/** The text of a header that means nothing when it is repeated. */
export function soleHeaderText(headers: KafkaHeaders, name: string): string | undefined {
  const value = headers[name]
  return isRepeated(value) && value.length > 1 ? undefined : headerText(headers, name)
}

/** The text of a header whose repetitions are one list, as in HTTP. */
export function listHeaderText(headers: KafkaHeaders, name: string): string | undefined {
  const value = headers[name]
  if (!isRepeated(value)) return headerText(headers, name)
  return value.filter((one) => one !== null).join(',')
}

/** All values of one name, in their order. */
export function valuesOf(value: HeaderValue): readonly HeaderBytes[] {
  return isRepeated(value) ? value : [value]
}

// Array.isArray does not narrow a readonly array.
function isRepeated(value: HeaderValue | undefined): value is readonly HeaderBytes[] {
  return Array.isArray(value)
}
