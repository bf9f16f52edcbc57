import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** One file of the folder, without its ending. */
export type Migration = {
  readonly name: string
  readonly text: string
  /** False when its first line begins with `-- no transaction`. */
  readonly inTransaction: boolean
}

/** Reads the .sql files of a folder in the order of their names. */
export async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(folder, file), 'utf8')
      return { name: file.slice(0, -4), text, inTransaction: !text.startsWith('-- no transaction') }
    }),
  )
}

// A text, a name, a body between dollars, a comment, the end of a statement; else anything.
const token =
  /'(?:[^']|'')*'|"[^"]*"|(\$\w*\$)[\s\S]*?\1|--[^\n]*|\/\*[\s\S]*?\*\/|;|[^'"$;/-]+|[\s\S]/g

/** The statements of a file that runs without a transaction: several that are sent together are one to the server. */
export function splitStatements(text: string): string[] {
  const statements = ['']
  for (const [part] of text.matchAll(token)) {
    if (part === ';') statements.push('')
    else if (!/^(--|\/\*)/.test(part)) statements.push(`${statements.pop()}${part}`)
  }
  return statements.map((statement) => statement.trim()).filter((statement) => statement !== '')
}
