import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { Clock, type ClockMode, type ClockSetting } from '#chassis/clock.js';

/** The one row that says how the installation's clock stands. The gateway is its only writer. */
@Injectable()
export class ClockRow {
  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
  ) {}

  /** `base`: domain time, epoch ms. Returns the setting with its new version. */
  async write(mode: ClockMode, base: number, rate: number): Promise<ClockSetting> {
    const realBase = this.clock.real.now();
    const { rows } = await this.pool.query<{ version: number }>({
      name: 'write-clock',
      text: `update clock.setting
             set mode = $1, rate = $2, base = to_timestamp($3::numeric / 1000), real_base = to_timestamp($4::numeric / 1000),
                 version = version + 1
             where id = 1 returning version`,
      values: [mode, rate, base, realBase],
    });
    return { mode, rate, base, realBase, version: rows[0]!.version };
  }
}
