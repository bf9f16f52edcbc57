import type { Cut } from '../cut.ts'

const settings = 'libs/config/src/service-settings.ts'
const group = 'infra/testkit/src/reading/read-group.ts'
const dependency = ['libs/kafka', 'infra/testkit'].map((folder) => ({
  path: `${folder}/package.json`,
  cut: '    "@platformatic/kafka": "catalog:",\n',
}))

/** The lines of code that know this client. */
export const libraryCuts: readonly Cut[] = [
  ...dependency,
  {
    path: 'libs/kafka/src/client/kafka.ts',
    cut: /^ {2}platformatic: async \(\) =>\n.*\n/gm,
  },
  { path: 'libs/kafka/src/client/settings.ts', cut: " | 'platformatic'" },
  {
    path: settings,
    cut: "import { kafkaClientSettings, toClientOptions } from './kafka-client.ts'\n",
  },
  { path: settings, cut: '  ...kafkaClientSettings,\n' },
  { path: settings, cut: ', ...toClientOptions(config)' },
  { path: group, cut: "import { readAssignedMembers } from './read-assigned-members.ts'\n" },
  {
    path: group,
    cut: "  if (group?.state === 'Dead') return readAssignedMembers(brokers, groupId)\n",
  },
  {
    path: group,
    cut: 'admin: Admin, { brokers, groupId }: GroupQuery',
    put: 'admin: Admin, { groupId }: GroupQuery',
  },
]
