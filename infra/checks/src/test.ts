import { checkout } from './checkout.ts'
import { printLine } from './print-line.ts'
import { testCommand } from './test-command.ts'

process.exitCode = await testCommand({
  args: process.argv.slice(2),
  root: checkout,
  print: printLine,
})
