import { defineConfig } from 'vitest/config'

const conditions = ['@tailspan/source', 'module', 'node', 'development|production']
const here = { resolve: { conditions }, ssr: { resolve: { conditions } } }
const outside = ['**/node_modules/**', '**/dist/**', '**/.tailspan/**']

export default defineConfig({
  ...here,
  test: {
    projects: [
      {
        ...here,
        test: {
          name: 'unit',
          include: ['{libs,services,infra}/*/{src,test}/**/*.test.ts', 'infra/checks/**/*.test.ts'],
          exclude: [...outside, '**/*.integration.test.ts'],
        },
      },
    ],
  },
})
