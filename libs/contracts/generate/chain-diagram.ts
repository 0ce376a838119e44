import { chain, type Reader } from '#contracts/chain.js';
import type { Writer } from '#contracts/parts.js';

/**
 * The chain as a Mermaid flowchart: an arrow from writer to reader with the events it carries. What a service reads of its
 * own, and the two that only listen (notification to much, the ledger to all), would hide the chain: they
 * are drawn as one arrow each.
 */
export function chainDiagram(): string {
  const drawn: readonly Reader[] = ['triage', 'assignment', 'escalation', 'intake'];
  const arrows = drawn.flatMap((writer) =>
    drawn.filter((reader) => reader !== writer).flatMap((reader) => arrow(writer as Writer, reader)),
  );
  const heard = chain.filter(({ readers }) => readers.includes('notification')).length;
  return [
    'flowchart LR',
    '  resident([诉求人 resident]) -- REST --> intake',
    '  officer([经办人 officer]) -- REST --> assignment',
    ...['intake', 'triage', 'assignment', 'escalation', 'notification', 'ledger'].map(
      (service) => `  ${service}[${service}]`,
    ),
    ...arrows,
    ...arrow('notification', 'intake'),
    `  log[(liandong.requests.v1)] -- "${heard} of ${chain.length} events" --> notification`,
    `  log -- "all ${chain.length} events" --> ledger`,
  ].join('\n');
}

function arrow(writer: Writer, reader: Reader): string[] {
  const events = chain
    .filter((link) => link.writer === writer && link.readers.includes(reader))
    .map(({ event }) => event);
  return events.length ? [`  ${writer} -- "${events.join('<br/>')}" --> ${reader}`] : [];
}
