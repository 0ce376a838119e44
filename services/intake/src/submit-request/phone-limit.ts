import rateLimit from '@fastify/rate-limit';
import { Injectable } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Config } from '#chassis/config.js';
import { Problem } from '#chassis/problem.js';

const HOUR_MS = 3_600_000;
const PHONES = 100_000;

type Counter = ReturnType<FastifyInstance['createRateLimit']>;

/** Every request tells its contact phone something: many accounts that leave one number would flood somebody's telephone. */
@Injectable()
export class PhoneLimit {
  readonly #most: number;
  readonly #phones = new WeakMap<FastifyRequest, string>();
  #counter: Counter | undefined;

  constructor({ rateLimits }: Config) {
    this.#most = rateLimits.phone;
  }

  async open(app: NestFastifyApplication): Promise<void> {
    if (this.#most === 0) return;
    await app.register(rateLimit as never, { global: false, cache: PHONES });
    const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
    this.#counter = fastify.createRateLimit({
      max: this.#most,
      timeWindow: HOUR_MS,
      keyGenerator: (request) => this.#phones.get(request) ?? '',
    });
  }

  /** @throws Problem too_many_requests */
  async count(request: FastifyRequest, phone: string): Promise<void> {
    this.#phones.set(request, phone.replace(/\D/g, ''));
    const counted = await this.#counter?.(request);
    if (counted && !counted.isAllowed && counted.isExceeded)
      throw new Problem('too_many_requests', { headers: { 'retry-after': String(counted.ttlInSeconds) } });
  }
}

/** Before the routes are registered. */
export const openPhoneLimit = (app: NestFastifyApplication): Promise<void> => app.get(PhoneLimit).open(app);
