/** A JSON Schema, as far as it matters here. */
export type JsonSchema = { readonly [keyword: string]: unknown }

/** The schemas of all events, by `ce_type`. */
export type EventSchemas = Readonly<Record<string, JsonSchema>>

// They say something to people and nothing to a parser.
const annotations = new Set(['$schema', 'title', 'description', 'examples', 'default'])

/**
 * What has changed between two versions that one side of a rolling deployment would not read, one sentence each.
 *
 * shape: an optional field and an event of a new type may come, everything else is a break: an old reader refuses
 *        what has become looser, a new one refuses what has become narrower and still lies on the topic
 */
export function breaksOf(old: EventSchemas, now: EventSchemas): string[] {
  return Object.entries(old).flatMap(([type, schema]) => {
    const after = now[type]
    return after ? compare(schema, after, type) : [`${type}: is gone`]
  })
}

function compare(old: JsonSchema, now: JsonSchema, at: string): string[] {
  const keywords = [...new Set([...Object.keys(old), ...Object.keys(now)])]
  return keywords
    .filter((keyword) => !annotations.has(keyword))
    .flatMap((keyword) => {
      if (keyword === 'properties') return compareFields(old, now, at)
      if (keyword === 'required') return compareRequired(old, now, at)
      return compareKeyword(old[keyword], now[keyword], { keyword, at })
    })
}

type Where = { readonly keyword: string; readonly at: string }

function compareKeyword(before: unknown, after: unknown, { keyword, at }: Where): string[] {
  if (isSchema(before) && isSchema(after)) return compare(before, after, inside(at, keyword))
  const isSame = JSON.stringify(before) === JSON.stringify(after)
  return isSame ? [] : [`${at}: ${keyword} was ${show(before)} and is ${show(after)}`]
}

function compareFields(old: JsonSchema, now: JsonSchema, at: string): string[] {
  const [before, after] = [fieldsOf(old), fieldsOf(now)]
  return Object.entries(before).flatMap(([field, schema]) => {
    const other = after[field]
    return other ? compare(schema, other, `${at}.${field}`) : [`${at}.${field}: is gone`]
  })
}

function compareRequired(old: JsonSchema, now: JsonSchema, at: string): string[] {
  const [before, after] = [requiredOf(old), requiredOf(now)]
  return [
    ...without(before, after).map((field) => `${at}.${field}: may be missing now`),
    ...without(after, before).map((field) => `${at}.${field}: must be there now`),
  ]
}

function inside(at: string, keyword: string): string {
  return keyword === 'items' ? `${at}[]` : `${at} (${keyword})`
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function fieldsOf({ properties = {} }: JsonSchema) {
  return properties as Readonly<Record<string, JsonSchema>>
}

function requiredOf({ required = [] }: JsonSchema): readonly string[] {
  return required as readonly string[]
}

function without(names: readonly string[], others: readonly string[]): readonly string[] {
  return names.filter((name) => !others.includes(name))
}

function show(value: unknown): string {
  return value === undefined ? 'not there' : JSON.stringify(value)
}
