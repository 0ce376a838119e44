import { randomUUIDv7 } from 'node:crypto';
import { Body, Controller, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import { CommandRunner } from '#chassis/command-runner.js';
import { Config } from '#chassis/config.js';
import { ContactIndex, lastFourOf } from '#chassis/contact-index.js';
import { etagOf } from '#chassis/if-match.js';
import { languageOf } from '#chassis/language.js';
import { Permit, type Principal } from '#chassis/principal.js';
import { Problem } from '#chassis/problem.js';
import { Sealer } from '#chassis/sealer.js';
import { trackingProof } from '#contracts/tracking-proof.js';
import type { Profile } from '#profile/model.js';
import { ProfileStore } from '#profile/profile-store.js';
import { checkExactlyOne } from '../check-exactly-one.js';
import { answerOf, answerSchema, type IntakeAnswer } from '../answer.js';
import { actorOf, By, type Caller } from '#chassis/caller.js';
import type { IntakeContext } from '../domain/decide-with.js';
import { findJurisdiction } from '../domain/find-jurisdiction.js';
import type { RequestState } from '../domain/request-state.js';
import { type Submission, submitRequest } from '../domain/submit-request.js';
import { Serials } from '../persistence/serials.js';
import { checkAgainstProfile, unknownJurisdiction } from './check-submission.js';
import { checkOnTheSpot } from './may-solve-on-the-spot.js';
import { PhoneLimit } from './phone-limit.js';
import { SubmissionDto } from './submission.dto.js';
import { toGcj02 } from './to-gcj02.js';

/** Nobody has it yet: the tag an act would need before the first assignment. */
const FIRST_ETAG = etagOf({ assignmentNumber: 0, sequence: 0 });

/** The one door for every channel. */
@ApiTags('intake')
@Controller('v1/requests')
export class SubmitRequestController {
  constructor(
    private readonly commands: CommandRunner,
    private readonly config: Config,
    private readonly profiles: ProfileStore,
    private readonly sealer: Sealer,
    private readonly serials: Serials,
    private readonly phones: PhoneLimit,
    private readonly index: ContactIndex,
  ) {}

  @Post()
  @Permit('resident', 'officer', 'supervisor', 'admin')
  @ApiCreatedResponse({
    schema: answerSchema as never,
    description: 'Taken in; `number` is what the requester keeps',
    headers: { Location: { schema: { type: 'string' } }, ETag: { schema: { type: 'string' } } },
  })
  async submit(
    @By() { principal, request, reply }: Caller,
    @Body() dto: SubmissionDto,
  ): Promise<IntakeAnswer> {
    checkExactlyOne(dto, ['areaCode', 'address', 'location']);
    const { code, profile } = this.#jurisdictionOf(dto, principal);
    checkAgainstProfile(dto, profile);
    if (dto.onTheSpot) checkOnTheSpot(principal, profile, dto.areaCode ?? code);
    if (principal.role === 'resident' && dto.contact) await this.phones.count(request, dto.contact.phone);
    const submission: Submission = {
      requestId: randomUUIDv7(),
      serial: await this.serials.next(),
      jurisdiction: code,
      profile: { name: profile.name, version: profile.version },
      channel: dto.channel,
      areaCode: dto.areaCode ?? null,
      category: dto.category ?? null,
      urgency: dto.urgency ?? null,
      by: actorOf(principal),
      anonymous: dto.anonymous ?? false,
      onBehalf: Boolean(dto.onBehalfOf),
      locale: dto.locale ?? languageOf(request.headers['accept-language']),
      onTheSpot: Boolean(dto.onTheSpot),
      sealed: this.sealer.seal(contentOf(dto)),
      proofOf: this.#proofOf(dto.contact?.phone),
      // Who asked for their name to be kept from staff is not found by it either.
      contactIndex: dto.contact && !dto.anonymous ? this.index.of(dto.contact.phone) : null,
    };
    const answer = await this.commands.run<RequestState, IntakeContext, IntakeAnswer>({
      requestId: submission.requestId,
      principal,
      request,
      reply,
      patience: false,
      decide: (state, { now }) => submitRequest(state, submission, now),
      respond: ({ state }) => answerOf(state as RequestState),
      etag: () => FIRST_ETAG,
    });
    void reply.header('location', `/v1/requests/${answer.id}`);
    return answer;
  }

  #jurisdictionOf(dto: SubmissionDto, principal: Principal): { code: string; profile: Profile } {
    const found = findJurisdiction(this.config.jurisdictions, {
      areaCode: dto.areaCode ?? null,
      stated: dto.jurisdiction ?? null,
      ofToken: principal.jurisdiction,
      address: dto.address ?? null,
    });
    if ('code' in found)
      return { code: found.code, profile: this.profiles.forJurisdiction(found.code)!.profile };
    if (found.fault === 'unknown_jurisdiction')
      throw unknownJurisdiction(this.config.jurisdictions.map(({ code }) => code));
    throw new Problem('unknown_area', {
      facts: { jurisdictions: this.config.jurisdictions.map(({ code }) => code) },
    });
  }

  #proofOf(phone: string | undefined): Submission['proofOf'] {
    const { key } = this.config.sealKeys[0]!;
    return phone === undefined ? null : (number) => trackingProof(key, number, lastFourOf(phone));
  }
}

/** What may not stand on the log in the clear. */
function contentOf({
  title,
  text,
  address,
  location,
  contact,
  onBehalfOf,
  onTheSpot,
}: SubmissionDto): object {
  return {
    ...(title ? { title } : {}),
    text,
    ...(address ? { address } : {}),
    ...(location ? { location: toGcj02(location) } : {}),
    ...(contact ? { contact: { name: contact.name, phone: contact.phone } } : {}),
    ...(onBehalfOf ? { onBehalfOf } : {}),
    ...(onTheSpot ? { solution: onTheSpot.solution } : {}),
  };
}
