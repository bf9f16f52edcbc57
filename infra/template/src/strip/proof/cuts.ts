import type { Cut } from '../cut.ts'

const script = (name: string): Cut => ({
  path: 'package.json',
  cut: `    "${name}": "node infra/run.mjs ${name}",\n`,
})

/** The passages outside `proof/` that exist for it; a test looks each up in the tree, so that none grows stale. */
export const cuts: readonly Cut[] = [
  ...['bench', 'lab', 'soak', 'images'].map(script),
  { path: 'docs/use-as-template.md', cut: /^ {3}npm run strip -- proof .*\n/gm },
  { path: 'AGENTS.md', cut: /^- `proof\/`: .*\n/gm },
  { path: 'CONTRIBUTING.md', cut: ' (in `proof`, where only `proof/` uses it)' },
  { path: 'CONTRIBUTING.md', cut: ', the lab, soak and bench as far as tests need them' },
  {
    path: 'docs/dependencies.md',
    cut: '; what only `proof/` uses has a catalog of its own there',
  },
  {
    path: 'infra/checks/README.md',
    cut: '; packages that only `proof/` uses outside of its own',
  },
  { path: '.dockerignore', cut: 'proof\n' },
  { path: 'tsconfig.json', cut: '    "proof",\n' },
  { path: 'pnpm-workspace.yaml', cut: '  - proof/*\n' },
  {
    path: 'pnpm-workspace.yaml',
    cut: /^# What only proof\/ uses: cut with it\.\ncatalogs:\n(?: {2}.*\n)+\n/gm,
  },
  {
    path: 'pnpm-workspace.yaml',
    cut: `  # The peers of bench run on kafkajs as it is published; 2.2.4 is patched here, and sends as 2.2.3 does.
  "SCOPE/bench>kafkajs": 2.2.3
`,
  },
  {
    path: 'infra/bootstrap/commands.mjs',
    cut: "import { proofCommands } from '../../proof/commands.mjs'\n\n",
  },
  { path: 'infra/bootstrap/commands.mjs', cut: '  ...proofCommands,\n' },
  { path: 'vitest.config.ts', cut: /,\s*'proof\/[^']+'/g },
  {
    path: 'infra/checks/src/tests/longest-first.ts',
    cut: `  'proof/lab/test/lab.',
  'proof/soak/test/soak.',
  'proof/lab/test/random-kills.',
`,
  },
  { path: '.github/workflows/nightly.yml', cut: /^ {2}proof:\n(?: {4}.*\n|\n)+/gm },
  {
    path: '.ci/run',
    cut: `# What cannot be pulled is built, which has its time; without it the container suite is left out and says why.
! engine_answers || timeout 900 npm --silent run images </dev/null
`,
  },
  { path: 'infra/checks/test/ci-run.test.ts', cut: '--silent run images\\n' },
  {
    path: 'infra/checks/test/ci-run.test.ts',
    cut: ', brings its images, and is gone',
    put: ' and is gone',
  },
  // What npm run images takes of the shell; its row in docs/run-locally.md goes with the pages.
  { path: 'infra/local/from-the-shell.json', cut: /^ {2}"images": \[[^\]]*\],\n/gm },
  {
    path: 'libs/telemetry/test/settings/settings-table.test.ts',
    cut: "'infra', 'e2e', 'proof']",
    put: "'infra', 'e2e']",
  },
  { path: 'infra/bootstrap/test/fake-checkout.ts', cut: ", 'proof/commands.mjs'" },
  { path: 'infra/checks/src/tests/containers.ts', cut: ' (npm run images builds them)' },
  {
    path: 'infra/containers/src/compose.ts',
    cut: 'install the plugin docker-compose, or run npm run images, which builds it, or start',
    put: 'install the plugin docker-compose, or start',
  },
  {
    path: 'infra/containers/src/ensure-images.ts',
    cut: 'check the network, or run npm run images, which builds the images from packages, or start',
    put: 'check the network, or start',
  },
]
