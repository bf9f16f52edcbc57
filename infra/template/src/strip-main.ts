import { runAsProgram } from './main-program.ts'
import { stripCommand } from './strip-command.ts'

await runAsProgram(stripCommand)
