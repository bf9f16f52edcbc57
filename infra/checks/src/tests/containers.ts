import { runCommand } from '../run-command.ts'

/** Why the container suite does not run, in one sentence. */
export async function whyNoContainers(root: string): Promise<string> {
  const engine = await engineAnswers(root)
  const later = 'the container suite comes with a later step'
  return engine
    ? `containers: left out, ${later}.`
    : `containers: left out, no container engine answers here (and ${later}).`
}

async function engineAnswers(root: string): Promise<boolean> {
  const asked = { file: 'docker', args: ['version', '--format', '{{.Server.Version}}'], cwd: root }
  return runCommand(asked).then(
    ({ exitCode }) => exitCode === 0,
    () => false,
  )
}
