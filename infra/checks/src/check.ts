import { checkCommand } from './check-command.ts'
import { runAsProgram } from './main-program.ts'

await runAsProgram(checkCommand)
