import { join } from 'node:path'
import { expect, test } from 'vitest'
import { renameTree } from '../../src/rename.ts'
import { updateCommand } from '../../src/update-command.ts'
import { initAt, openProject, type Repository } from './open-project.ts'

const acme = { name: 'acme', scope: '@acme' }
const text = 'Oldshop\n\nfirst\n\nsecond\n\nthird\n'

test('a change of upstream arrives under the names of the project, in one commit that names where upstream stands', async () => {
  const { upstream, project } = openRenamed()
  project.commit({ 'readme.md': project.read('readme.md').replace('third', 'our third') })
  upstream.commit({ 'readme.md': text.replace('first', 'oldshop first') })
  const newest = upstream.commit({ 'oldshop.md': '@oldshop/scope\n' })

  const lines = await update(project)

  expect(project.read('readme.md')).toBe('Acme\n\nacme first\n\nsecond\n\nour third\n')
  expect(project.read('acme.md')).toBe('@acme/scope\n')
  expect(JSON.parse(project.read('.template.json'))).toMatchObject({ ...acme, commit: newest })
  expect(project.git('rev-list', '--count', 'HEAD')).toBe('4')
  expect(project.git('status', '--porcelain')).toBe('')
  expect(lines).toContain('To undo it: git reset --hard HEAD~1')
})

test('a second update begins where the first one ended', async () => {
  const { upstream, project } = openRenamed()
  upstream.commit({ 'readme.md': text.replace('first', 'one') })
  await update(project)
  project.commit({ 'readme.md': project.read('readme.md').replace('one', 'our one') })
  upstream.commit({ 'readme.md': text.replace('first', 'one').replace('third', 'three') })

  await update(project)

  expect(project.read('readme.md')).toBe('Acme\n\nour one\n\nsecond\n\nthree\n')
  expect(await update(project)).toContainEqual(expect.stringMatching('Up to date'))
})

test('a change of the same line is left as git leaves a conflict', async () => {
  const { upstream, project } = openRenamed()
  const ours = project.commit({ 'readme.md': project.read('readme.md').replace('first', 'ours') })
  upstream.commit({ 'readme.md': text.replace('first', 'theirs, of oldshop') })

  await expect(update(project)).rejects.toThrow(
    /CONFLICT \(content\).*readme\.md[\s\S]*git add readme\.md\n.*git cherry-pick --continue[\s\S]*--abort/,
  )

  expect(project.read('readme.md')).toMatch(
    /<<<<<<< HEAD\nours\n=======\ntheirs, of acme\n>>>>>>> .*\n/,
  )
  expect(project.git('status', '--porcelain')).toMatch(/^UU readme\.md$/m)
  project.git('cherry-pick', '--abort')
  expect(project.git('rev-parse', 'HEAD')).toBe(ours)
  expect(project.git('status', '--porcelain')).toBe('')
})

test('a dry run says what would change, or conflict, and writes nothing', async () => {
  const { upstream, project } = openRenamed()
  const ours = project.commit({ 'readme.md': project.read('readme.md').replace('first', 'ours') })
  upstream.commit({ 'new.md': 'new\n' })
  const free = await update(project, '--dry-run')
  upstream.commit({ 'readme.md': text.replace('first', 'theirs') })

  const conflict = update(project, '--dry-run')

  await expect(conflict).rejects.toThrow(/It would conflict:\nreadme\.md/)
  expect(free.join('\n')).toMatch(/new\.md +\| +1 \+/)
  expect(free.at(-1)).toBe('Nothing was written: --dry-run.')
  expect(project.git('rev-parse', 'HEAD')).toBe(ours)
  expect(project.git('status', '--porcelain')).toBe('')
})

test('each state of upstream is renamed by its own version of the commands', async () => {
  const { upstream, project } = openRenamed()
  const rename = 'infra/template/src/rename.ts'
  const next = upstream.read(rename).replace("'LICENSE',", "'LICENSE', 'origin.md',")
  upstream.commit({ [rename]: next, 'origin.md': 'made of oldshop\n' })

  await update(project)

  expect(project.read('origin.md')).toBe('made of oldshop\n')
})

test('--from takes another ref of upstream', async () => {
  const { upstream, project } = openRenamed()
  upstream.commit({ 'one.md': 'one\n' })
  upstream.git('tag', 'v1')
  upstream.commit({ 'two.md': 'two\n' })

  const lines = await update(project, '--from', 'v1', '--dry-run')

  expect(lines.join('\n')).toMatch(/one\.md +\|/)
  expect(lines.join('\n')).not.toMatch(/two\.md +\|/)
})

test('a project whose history begins with a copy of upstream finds the commit that it is a copy of', async () => {
  const { upstream, project, folder } = openProject({ 'readme.md': text })
  upstream.commit({ 'readme.md': text.replace('first', 'one') })
  const copy = initAt(join(folder, 'copy'))
  copy.git('fetch', '--quiet', project.root, 'main')
  copy.git('checkout', '--quiet', 'FETCH_HEAD', '--', '.')
  copy.git('commit', '--quiet', '--message', 'Initial commit')
  copy.commit({ 'ours.md': 'ours\n' })

  const lines = await update(copy, '--dry-run')

  expect(lines.join('\n')).toMatch(/readme\.md +\| +2 \+-/)
})

test('an upstream that the project does not come from, or that is not there, is refused', async () => {
  const { project, folder } = openProject({ 'readme.md': text })
  const stranger = initAt(join(folder, 'stranger'))
  stranger.commit({ 'other.md': 'other\n' })
  const pointTo = (upstream: string) =>
    project.commit({ '.template.json': JSON.stringify({ ...acme, upstream, applied: [] }) })

  pointTo(stranger.root)
  await expect(update(project)).rejects.toThrow(/write it into \.template\.json as "commit"/)
  pointTo(join(folder, 'nowhere'))
  await expect(update(project)).rejects.toThrow(/nowhere cannot be fetched:\n.*nowhere/)
})

/** A project that was renamed as the command does it, without installing anything. */
function openRenamed() {
  const opened = openProject({ 'readme.md': text })
  const { project } = opened
  const commit = project.git('rev-parse', 'HEAD')
  const answers = JSON.parse(project.read('.template.json'))
  const renamed = renameTree(new Map([['readme.md', text]]), answers, acme)
  const applied = ['rename acme --scope @acme']
  project.commit({
    ...Object.fromEntries(renamed),
    '.template.json': JSON.stringify({ ...answers, ...acme, commit, applied }),
  })
  return opened
}

async function update({ root }: Repository, ...args: string[]): Promise<string[]> {
  const lines: string[] = []
  await updateCommand(args, root, (line) => void lines.push(line))
  return lines
}
