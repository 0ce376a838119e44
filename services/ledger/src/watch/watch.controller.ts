import { Controller, Get, Header, Sse } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Observable } from 'rxjs';
import { Clock } from '#chassis/clock.js';
import { Public } from '#chassis/principal.js';
import { toOffsetTime } from '#chassis/time.js';
import { Practices } from './practices.js';
import { watchSchema } from './watch-schema.js';
import { WatchHub, type WatchMessage } from './watch-hub.js';

/** Counts and numbers of requests: no names, no text, nobody's id; anybody may look. */
@ApiTags('ledger')
@Public()
@Controller('v1/watch')
export class WatchController {
  constructor(
    private readonly hub: WatchHub,
    private readonly practices: Practices,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ schema: watchSchema as never, description: 'What each level holds, and the latest moves' })
  async read() {
    const [levels, totals, moves] = await Promise.all([
      this.hub.counts(),
      this.hub.totals(),
      this.hub.latestMoves(),
    ]);
    return { now: toOffsetTime(this.clock.now()), jurisdictions: this.practices.all, levels, totals, moves };
  }

  /** Server-sent events: `counts` {levels, totals} and `moves` {moves: [{number, fromLevel, toLevel, cause, reason, at}]}. */
  @Sse('stream')
  @ApiProduces('text/event-stream')
  stream(): Observable<WatchMessage> {
    return this.hub.watch();
  }
}
