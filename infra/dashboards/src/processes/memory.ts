import type { Row } from '../dashboard.ts'

/** What grows, if anything does. */
export const memory: Row = {
  title: 'Memory',
  panels: [
    {
      title: 'Heap in use',
      about: 'A saw-tooth whose lowest points rise is a leak: compare two of /debug/pprof/heap.',
      unit: 'bytes',
      queries: [
        {
          legend: '{{job}}',
          expr: 'sum by (job, instance) (v8js_memory_heap_used_bytes{job=~"$job"})',
        },
      ],
    },
    {
      title: 'Heap by space',
      about:
        'Large strings and buffers of JavaScript are in large_object_space, compiled code in code_space.',
      unit: 'bytes',
      queries: [
        {
          legend: '{{job}} {{v8js_heap_space_name}}',
          expr: 'sum by (job, v8js_heap_space_name) (v8js_memory_heap_used_bytes{job=~"$job"})',
        },
      ],
    },
    {
      title: 'Resident memory',
      about:
        'Heap, buffers, code and stacks. The container is ended at its limit, 224 MB in Compose.',
      unit: 'bytes',
      queries: [
        {
          legend: '{{job}}',
          expr: 'sum by (job, instance) (process_memory_usage_bytes{job=~"$job"})',
        },
      ],
    },
  ],
}
