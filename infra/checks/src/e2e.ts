import { e2eCommand } from './e2e-command.ts'
import { runAsProgram } from './main-program.ts'

await runAsProgram(e2eCommand)
