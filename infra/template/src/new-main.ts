import { runAsProgram } from './main-program.ts'
import { newCommand } from './new-command.ts'

await runAsProgram(newCommand)
