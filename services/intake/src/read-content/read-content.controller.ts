import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Pool, type PoolClient } from 'pg';
import { Permit, type Principal } from '#chassis/principal.js';
import { Problem } from '#chassis/problem.js';
import { RequestId } from '#chassis/request-id.js';
import { rowScopeOf } from '#chassis/scope.js';
import { Sealer } from '#chassis/sealer.js';
import { toOffsetTime } from '#chassis/time.js';
import { By, type Caller } from '#chassis/caller.js';
import { inTransaction } from '#eventlog/in-transaction.js';
import type { Content, Person } from '../content.js';
import type { RequestState } from '../domain/request-state.js';
import { isRequester, isStaffInScope } from '../may-see.js';
import { findState } from '../persistence/find-state.js';
import { maskedPhone, withPhonesMasked } from '#chassis/mask.js';

/** What was said, to whoever said it and to staff in scope; phones masked for everybody. */
@ApiTags('intake')
@Controller('v1/requests/:id/content')
export class ReadContentController {
  constructor(
    private readonly pool: Pool,
    private readonly sealer: Sealer,
  ) {}

  @Get()
  @Permit('resident', 'officer', 'supervisor', 'monitor', 'admin')
  @ApiOkResponse({ schema: contentSchema() as never })
  async read(@RequestId() id: string, @By() { principal, reply }: Caller): Promise<object> {
    void reply.header('cache-control', 'no-store');
    return inTransaction(this.pool, (client) => this.#read(client, id, principal), rowScopeOf(principal));
  }

  async #read(client: PoolClient, id: string, principal: Principal): Promise<object> {
    const state = await findState(client, id);
    if (!state || !(isRequester(principal, state) || isStaffInScope(principal, state)))
      throw new Problem('request_not_found');
    const own = isRequester(principal, state);
    return { id, ...this.#shown(state, own), supplements: await this.#supplements(client, id) };
  }

  #shown(state: RequestState, own: boolean): object {
    // Its time of keeping is over: there is nothing left to show.
    if (state.anonymisedAt) return { text: '', anonymisedAt: toOffsetTime(state.anonymisedAt) };
    const content = this.sealer.open<Content>(state.sealed);
    if (!content) throw new Error('the content cannot be opened with the keys at hand');
    const { title, text, address, location, contact, onBehalfOf, solution } = content;
    const named = own || !state.anonymous;
    return {
      ...(title ? { title: withPhonesMasked(title) } : {}),
      text: withPhonesMasked(text),
      ...(address ? { address: withPhonesMasked(address) } : {}),
      ...(location ? { location: { ...location, crs: 'GCJ02' } } : {}),
      ...(contact && named ? { contact: masked(contact) } : {}),
      ...(onBehalfOf && named ? { onBehalfOf: maskedPerson(onBehalfOf) } : {}),
      ...(solution ? { solution: withPhonesMasked(solution) } : {}),
    };
  }

  async #supplements(client: PoolClient, id: string): Promise<object[]> {
    const { rows } = await client.query<{ added_at: Date; sealed: string }>({
      name: 'intake.supplements-of',
      text: 'select added_at, sealed from intake.supplement where request_id = $1 order by place limit 200',
      values: [id],
    });
    return rows.map(({ added_at, sealed }) => ({
      at: toOffsetTime(added_at),
      text: withPhonesMasked(this.sealer.open<{ text: string }>(sealed)?.text ?? ''),
    }));
  }
}

const masked = ({ name, phone }: { readonly name: string; readonly phone: string }) => ({
  name,
  phone: maskedPhone(phone),
});

const maskedPerson = (person: string | Person) =>
  typeof person === 'string'
    ? { name: withPhonesMasked(person) }
    : { name: person.name, ...(person.phone ? { phone: maskedPhone(person.phone) } : {}) };

function contentSchema(): object {
  const text = { type: 'string' };
  const person = { type: 'object', required: ['name'], properties: { name: text, phone: text } };
  return {
    type: 'object',
    required: ['id', 'text', 'supplements'],
    properties: {
      id: { type: 'string', format: 'uuid' },
      title: text,
      text,
      anonymisedAt: { type: 'string', format: 'date-time' },
      address: text,
      location: {
        type: 'object',
        properties: {
          lat: { type: 'number' },
          lon: { type: 'number' },
          crs: { type: 'string', enum: ['GCJ02'] },
        },
      },
      contact: person,
      onBehalfOf: person,
      solution: text,
      supplements: {
        type: 'array',
        items: { type: 'object', properties: { at: { type: 'string', format: 'date-time' }, text } },
      },
    },
  };
}
