import { randomUUIDv7 } from 'node:crypto';
import { record } from '../test/tally.js';
import { type LogRecord, readMessage } from './read-message.js';

describe('readMessage', () => {
  const id = randomUUIDv7();
  const read = (over: Partial<LogRecord> = {}, wanted = true) =>
    readMessage(record(id, 'a', over), () => wanted);

  it('reads an event', () => {
    expect(read({ headers: { traceparent: '00-1-2-01' } })).toMatchObject({
      kind: 'event',
      requestId: id,
      traceparent: '00-1-2-01',
      event: {
        name: 'RequestSupplemented',
        source: '/liandong/intake',
        sequence: 1,
        body: { sealed: 'k1:a' },
      },
    });
  });

  it('has the time in UTC, as text that sorts', () => {
    const message = read({ headers: { ce_time: '2026-11-24T16:00:00+08:00' } });
    expect(message).toMatchObject({ event: { time: '2026-11-24T08:00:00.000Z' } });
  });

  it('does not look into what nobody wants', () => {
    expect(read({ value: Buffer.from('{') }, false)).toMatchObject({ kind: 'skipped', why: 'no_handler' });
    expect(read({ headers: { ce_type: 'liandong.Unheard.v1' } })).toMatchObject({ why: 'unknown_type' });
    expect(read({ headers: { ce_type: 'elsewhere' } })).toMatchObject({ why: 'unknown_type' });
    expect(read({ headers: { ce_type: 'liandong.constructor.v1' } })).toMatchObject({ why: 'unknown_type' });
  });

  it.each<[string, Partial<LogRecord>]>([
    ['no_type', { headers: { ce_type: '' } }],
    ['unknown_version', { headers: { ce_type: 'liandong.RequestSupplemented.v2' } }],
    ['bad_key', { key: null }],
    ['bad_key', { key: randomUUIDv7() }],
    ['bad_header', { headers: { ce_id: '1' } }],
    ['bad_header', { headers: { ce_time: 'noon' } }],
    ['bad_header', { headers: { ce_time: '2026-02-30T08:00:00Z' } }],
    ['bad_header', { headers: { ce_sequence: '-1' } }],
    ['null_value', { value: null }],
    ['broken_json', { value: Buffer.from('{') }],
    ['schema_mismatch', { value: Buffer.from('null') }],
    ['schema_mismatch', { value: Buffer.from('{}') }],
  ])('names the fault %s', (cause, over) => {
    expect(read(over)).toMatchObject({ kind: 'poison', cause });
  });
});
