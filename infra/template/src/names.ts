import { Refusal } from './refusal.ts'

/** What a project is called. */
export type Name = {
  /** One word of small letters and digits: it is a database, a prefix of settings and of attributes. */
  readonly name: string
  /** Of its packages, with the `@`. */
  readonly scope: string
  /** On GitHub, `OWNER/NAME`; `NAME/NAME` unless it is given. */
  readonly repository?: string | undefined
}

/** What was typed behind a name. */
type Typed = Readonly<Record<string, string | undefined>>

/** Reads a name as it was typed; what cannot be one is refused with the reason. */
export function readName(name: string | undefined, { scope, repository }: Typed): Name {
  if (name === undefined)
    throw new Refusal('Say how it is to be called: npm run rename -- acme --scope @acme')
  if (!/^[a-z][a-z0-9]{1,30}$/.test(name))
    throw new Refusal(
      `"${name}" cannot be the name: one word of small letters and digits, because it becomes a database, a prefix of settings and of attributes.`,
    )
  const wanted = scope ?? `@${name}`
  if (!/^@[a-z0-9][a-z0-9._-]*$/.test(wanted))
    throw new Refusal(`"${wanted}" cannot be the scope of npm packages: write it as @acme.`)
  if (repository !== undefined && !/^[a-z0-9][a-z0-9-]*\/[\w.-]*\w$/i.test(repository))
    throw new Refusal(`"${repository}" cannot be a repository on GitHub: write it as acme/shop.`)
  return { name, scope: wanted, repository }
}

/** Where the links of a project lead: a name of which no repository was said is owner and repository alike. */
export function repositoryOf({ name, repository }: Name): string {
  return repository ?? `${name}/${name}`
}

/** Writes one name in place of another, in each of the ways in which names are written; addresses as a whole. */
export function replaceName(text: string, from: Name, to: Name): string {
  const address = new RegExp(
    `(?<=github\\.com/)${repositoryOf(from).replaceAll('.', '\\.')}(?![\\w-])`,
  )
  return text
    .split(address)
    .map((part) => replaceWords(part, from, to))
    .join(repositoryOf(to))
}

function replaceWords(text: string, from: Name, to: Name): string {
  const asClass = (word: string) => word[0]?.toUpperCase() + word.slice(1)
  return text
    .replaceAll(`${from.scope}/`, `${to.scope}/`)
    .replaceAll(from.name.toUpperCase(), to.name.toUpperCase())
    .replaceAll(asClass(from.name), asClass(to.name))
    .replaceAll(from.name, to.name)
}
