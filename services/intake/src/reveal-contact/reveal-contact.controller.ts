import { Body, Controller, HttpCode, Logger, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Pool, type PoolClient } from 'pg';
import { By, type Caller } from '#chassis/caller.js';
import { Clock } from '#chassis/clock.js';
import { Permit, type Principal } from '#chassis/principal.js';
import { Problem } from '#chassis/problem.js';
import { type Anchor, appendReading, MOST_READINGS, secondsUntilNext } from '#chassis/read-audit.js';
import { RequestId } from '#chassis/request-id.js';
import { rowScopeOf } from '#chassis/scope.js';
import { Sealer } from '#chassis/sealer.js';
import { inTransaction } from '#eventlog/in-transaction.js';
import type { Content, Person } from '../content.js';
import { isStaffInScope } from '../may-see.js';
import { findState } from '../persistence/find-state.js';
import { RevealDto } from './reveal-contact.dto.js';

export interface RevealedContact {
  readonly id: string;
  readonly contact: Person | null;
  readonly onBehalfOf: Person | null;
}

/** The one place where a phone is shown in full: to staff in scope, for a purpose, counted and recorded. */
@ApiTags('intake')
@Controller('v1/requests/:id/contact/reveal')
export class RevealContactController {
  private readonly logger = new Logger('audit');

  constructor(
    private readonly pool: Pool,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
  ) {}

  /** Recorded in the transaction of the reading: without the record nothing is shown. 20 an hour and person. */
  @Post()
  @HttpCode(200)
  @Permit('officer', 'supervisor', 'admin')
  @ApiOkResponse({ schema: revealedSchema() as never })
  async reveal(
    @RequestId() id: string,
    @By() { principal, reply }: Caller,
    @Body() dto: RevealDto,
  ): Promise<RevealedContact> {
    const { contact, anchor } = await inTransaction(
      this.pool,
      async (client) => {
        const contact = await this.#contactOf(client, id, principal);
        return { contact, anchor: await this.#record(client, contact, principal, dto) };
      },
      rowScopeOf(principal),
    );
    // Outside the database, so that a chain cut or rewritten there shows; see `liandong audit verify --anchor`.
    this.logger.log(`audit anchor ${anchor.seq}:${anchor.hash}`);
    void reply.header('cache-control', 'no-store');
    return contact;
  }

  async #contactOf(client: PoolClient, id: string, principal: Principal): Promise<RevealedContact> {
    const state = await findState(client, id);
    if (!state || !isStaffInScope(principal, state)) throw new Problem('request_not_found');
    if (state.anonymous) throw new Problem('contact_withheld');
    const { contact = null, onBehalfOf = null } = this.sealer.open<Content>(state.sealed) ?? {};
    if (!contact && !onBehalfOf) throw new Problem('no_contact_left');
    return {
      id,
      contact,
      onBehalfOf: typeof onBehalfOf === 'string' ? { name: onBehalfOf } : onBehalfOf,
    };
  }

  async #record(
    client: PoolClient,
    revealed: RevealedContact,
    reader: Principal,
    { purpose, reason }: RevealDto,
  ): Promise<Anchor> {
    const atMs = this.clock.now();
    const appended = await appendReading(client, {
      reader,
      atMs,
      requestId: revealed.id,
      fields: fieldsOf(revealed),
      purpose,
      reason: this.sealer.seal({ reason }),
    });
    if ('oldestMs' in appended)
      throw new Problem('too_many_requests', {
        facts: { most: MOST_READINGS, perHours: 1 },
        headers: { 'retry-after': String(secondsUntilNext(appended.oldestMs, atMs)) },
      });
    return appended;
  }
}

const fieldsOf = ({ contact, onBehalfOf }: RevealedContact): string[] =>
  Object.entries({ contact, onBehalfOf }).flatMap(([whose, person]) =>
    Object.keys(person ?? {}).map((field) => `${whose}.${field}`),
  );

function revealedSchema(): object {
  const text = { type: 'string' };
  const person = {
    type: ['object', 'null'],
    required: ['name'],
    properties: { name: text, phone: text },
  };
  return {
    type: 'object',
    required: ['id', 'contact', 'onBehalfOf'],
    properties: { id: { type: 'string', format: 'uuid' }, contact: person, onBehalfOf: person },
  };
}
