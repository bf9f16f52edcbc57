import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const source = fileURLToPath(new URL('../../src', import.meta.url))

const packageManager = readFileSync(
  new URL('../../../bootstrap/package-manager.json', import.meta.url),
  'utf8',
)
const emptyLock = `lockfileVersion: '9.0'

settings:
  autoInstallPeers: true
  excludeLinksFromLockfile: false

importers:

  .: {}
`
const forInstalling = {
  'package.json': '{ "private": true }\n',
  'pnpm-lock.yaml': emptyLock,
  '.gitignore': 'node_modules\n',
  'infra/bootstrap/package-manager.json': packageManager,
}

/** A checkout of its own with the shortest way to read, write and commit. */
export type Repository = ReturnType<typeof repositoryAt>

/** A small template with these commands in it, and a project that was cloned from it. */
export function openProject(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'template-update-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const upstream = initAt(join(folder, 'upstream'))
  cpSync(source, join(upstream.root, 'infra/template/src'), { recursive: true })
  const answers = { upstream: upstream.root, name: 'oldshop', scope: '@oldshop', applied: [] }
  upstream.commit({ '.template.json': JSON.stringify(answers), ...forInstalling, ...files })
  const project = initAt(join(folder, 'project'))
  project.git('pull', '--quiet', upstream.root, 'main')
  return { upstream, project, folder }
}

/** A new repository without a commit. */
export function initAt(root: string): Repository {
  mkdirSync(root)
  const repository = repositoryAt(root)
  repository.git('init', '--quiet', '--initial-branch', 'main')
  repository.git('config', 'user.name', 'T')
  repository.git('config', 'user.email', 't@example.com')
  return repository
}

function repositoryAt(root: string) {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, stdio: 'pipe' }).toString().trim()
  return {
    root,
    git,
    read: (path: string) => readFileSync(join(root, path), 'utf8'),
    /** Writes files and commits everything. */
    commit(files: Readonly<Record<string, string>>) {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(join(root, dirname(path)), { recursive: true })
        writeFileSync(join(root, path), text)
      }
      git('add', '--all')
      git('commit', '--quiet', '--message', Object.keys(files).join(' '))
      return git('rev-parse', 'HEAD')
    },
  }
}
