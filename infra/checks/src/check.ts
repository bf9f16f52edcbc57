import { checkCommand } from './check-command.ts'
import { checkout } from './checkout.ts'
import { printLine } from './print-line.ts'

process.exitCode = await checkCommand({
  args: process.argv.slice(2),
  root: checkout,
  print: printLine,
})
