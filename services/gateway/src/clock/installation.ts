import { Injectable } from '@nestjs/common';
import { Agent, request } from 'undici';
import { Config, type ServiceName } from '#chassis/config.js';
import type { ClockSetting } from '#chassis/clock.js';
import type { ProgressAnswer } from '#chassis/internal.controller.js';

const OTHERS: readonly ServiceName[] = [
  'intake',
  'triage',
  'assignment',
  'escalation',
  'notification',
  'ledger',
];

/** What the gateway asks of the services behind it, over kept-alive connections: it is asked thousands of times in a replay. */
@Injectable()
export class Installation {
  private readonly agent = new Agent({ connections: 4, pipelining: 1, keepAliveTimeout: 60_000 });

  constructor(private readonly config: Config) {}

  get services(): readonly ServiceName[] {
    return OTHERS.filter((name) => this.config.urls[name]);
  }

  /**
   * Each answers once it is at rest, or after a moment when it does not come to rest.
   * @param reach partition → offset to have consumed
   */
  progress(reach: Readonly<Record<string, number>>): Promise<ProgressAnswer[]> {
    const offsets = Object.entries(reach).map(([partition, offset]) => `${partition}:${offset}`);
    const path = `/internal/progress?reach=${offsets.join(',')}`;
    return Promise.all(this.services.map((name) => this.call<ProgressAnswer>(name, 'GET', path)));
  }

  async pushClock({ mode, rate, base, realBase, version }: ClockSetting): Promise<void> {
    const body = { mode, rate, now: base, realBase, version };
    await Promise.all(this.services.map((name) => this.call(name, 'PUT', '/internal/clock', body)));
  }

  async tick(names: readonly string[]): Promise<void> {
    await Promise.all(
      this.services
        .filter((name) => names.includes(name))
        .map((name) => this.call(name, 'POST', '/internal/tick')),
    );
  }

  /** The instant so many working days after another, RFC 3339. */
  async workingDaysAfter(from: string, workingDays: number, jurisdiction?: string): Promise<string> {
    const asked = { from, workingDays, ...(jurisdiction ? { jurisdiction } : {}) };
    return (await this.call<{ to: string }>('escalation', 'POST', '/internal/working-days', asked)).to;
  }

  /** Each service's OpenAPI document. */
  documents(): Promise<{ readonly name: string; readonly document: object }[]> {
    return Promise.all(
      this.services.map(async (name) => ({ name, document: await this.get<object>(name, '/openapi.json') })),
    );
  }

  async get<T>(name: ServiceName, path: string): Promise<T> {
    return this.call<T>(name, 'GET', path);
  }

  private async call<T>(
    name: ServiceName,
    method: 'GET' | 'PUT' | 'POST',
    path: string,
    body?: object,
  ): Promise<T> {
    const { statusCode, body: answer } = await request(`${this.config.urls[name]}${path}`, {
      dispatcher: this.agent,
      method,
      headers: {
        'x-internal-token': this.config.internalToken,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    if (statusCode >= 300) throw new Error(`${name} answered ${statusCode} to ${method} ${path}`);
    return (text ? JSON.parse(text) : {}) as T;
  }
}
