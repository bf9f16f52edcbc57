import { Refusal } from './refusal.ts'

/** What a project is called. */
export type Name = {
  /** One word of small letters and digits: it is a database, a prefix of settings and of attributes. */
  readonly name: string
  /** Of its packages, with the `@`. */
  readonly scope: string
}

/** Reads a name as it was typed; what cannot be one is refused with the reason. */
export function readName(name: string | undefined, scope: string | undefined): Name {
  if (name === undefined)
    throw new Refusal('Say how it is to be called: npm run rename -- acme --scope @acme')
  if (!/^[a-z][a-z0-9]{1,30}$/.test(name))
    throw new Refusal(
      `"${name}" cannot be the name: one word of small letters and digits, because it becomes a database, a prefix of settings and of attributes.`,
    )
  const wanted = scope ?? `@${name}`
  if (!/^@[a-z0-9][a-z0-9._-]*$/.test(wanted))
    throw new Refusal(`"${wanted}" cannot be the scope of npm packages: write it as @acme.`)
  return { name, scope: wanted }
}

/** Writes one name in place of another, in each of the ways in which names are written. */
export function replaceName(text: string, from: Name, to: Name): string {
  const asClass = (word: string) => word[0]?.toUpperCase() + word.slice(1)
  return text
    .replaceAll(`${from.scope}/`, `${to.scope}/`)
    .replaceAll(from.name.toUpperCase(), to.name.toUpperCase())
    .replaceAll(asClass(from.name), asClass(to.name))
    .replaceAll(from.name, to.name)
}
