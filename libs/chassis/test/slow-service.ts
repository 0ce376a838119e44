import { Controller, Get, Module, Param } from '@nestjs/common';
import { Pool } from 'pg';
import { Public } from '#chassis/principal.js';
import { startService } from '#chassis/start-service.js';

/** Answers when the database has slept as long as asked. */
@Controller('slow')
class SlowController {
  constructor(private readonly pool: Pool) {}

  @Get(':seconds')
  @Public()
  async slow(@Param('seconds') seconds: string) {
    await this.pool.query('select pg_sleep($1)', [Number(seconds)]);
    return { slept: seconds };
  }

  @Get('fault/uncaught')
  @Public()
  fault() {
    setTimeout(() => {
      throw new Error('nobody catches this');
    }, 0);
    return {};
  }
}

@Module({ controllers: [SlowController] })
class SlowModule {}

const { url } = await startService({
  name: 'triage',
  module: SlowModule,
  graceMs: Number(process.env['GRACE_MS'] ?? 10_000),
});
process.stdout.write(`READY ${url}\n`);
