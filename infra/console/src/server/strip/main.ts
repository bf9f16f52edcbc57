import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'

// A process of its own that ends: the compiler takes forty megabytes and gives none of them back.
const texts = process.argv.slice(2).map((path) => stripTypeScriptTypes(readFileSync(path, 'utf8')))
process.stdout.write(JSON.stringify(texts))
