import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Pool } from 'pg';
import { Public } from '#chassis/principal.js';
import { ratesSchema } from '../answer-schemas.js';
import { QuestionsInTurn } from './questions-in-turn.js';
import { RatesDto } from './rates.dto.js';

interface Row {
  readonly group: string | null;
  readonly requests: number;
  readonly taken: number;
  readonly answered: number;
  readonly judged: number;
  readonly solved: number;
  readonly rated: number;
  readonly satisfied: number;
}

/** What a group is called by; areas by their first nine digits, months in Beijing. */
const GROUPS: Readonly<Record<NonNullable<RatesDto['by']>, string>> = {
  jurisdiction: 'jurisdiction',
  level: 'level',
  category: 'category',
  severity: 'severity',
  area: 'left(scope_area, 9)',
  month: `to_char(submitted_at at time zone 'Asia/Shanghai', 'YYYY-MM')`,
};

/**
 * The three rates of a practice. Answered: of all that were taken (not declined), those with an answer. Solved: of those the
 * requester judged, those confirmed and closed. Satisfied: of those rated, 4 or 5 of 5.
 */
@ApiTags('ledger')
@Public()
@Controller('v1/rates')
export class RatesController {
  /** Each reads every request it is asked about, and anybody may ask. */
  private readonly questions = new QuestionsInTurn<Row[]>();

  constructor(private readonly pool: Pool) {}

  @Get()
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ schema: ratesSchema as never })
  async read(@Query() filter: RatesDto) {
    const values: unknown[] = [];
    const put = (value: unknown): string => `$${values.push(value)}`;
    const where = [
      'true',
      ...(['jurisdiction', 'level', 'category'] as const)
        .filter((name) => filter[name] !== undefined)
        .map((name) => `${name} = ${put(filter[name])}`),
      ...(filter.area ? [`scope_area like ${put(`${filter.area}%`)}`] : []),
      ...(filter.from ? [`submitted_at >= ${put(filter.from)}`] : []),
      ...(filter.until ? [`submitted_at < ${put(filter.until)}`] : []),
    ];
    const group = filter.by ? GROUPS[filter.by] : 'null::text';
    const text = `with counted as (
         select ${group} as "group", state <> 'declined' as taken, rating, state,
           resolved_at is not null or state = 'closed' or disputes > 0 as answered,
           rating is not null or disputes > 0 as judged
         from ledger.request_list where ${where.join(' and ')})
       select "group", count(*)::int as requests, count(*) filter (where taken)::int as taken,
         count(*) filter (where taken and answered)::int as answered,
         count(*) filter (where taken and judged)::int as judged,
         count(*) filter (where taken and rating is not null and state = 'closed')::int as solved,
         count(*) filter (where taken and rating is not null)::int as rated,
         count(*) filter (where taken and rating >= 4)::int as satisfied
       from counted group by "group" order by "group" nulls last limit 1000`;
    const rows = await this.questions.ask(JSON.stringify([text, values]), async () => {
      const answer = await this.pool.query<Row>(text, values);
      return answer.rows;
    });
    return { items: rows.map(answerRow) };
  }
}

const answerRow = (row: Row) => ({
  group: row.group,
  requests: row.requests,
  answered: share(row.answered, row.taken),
  solved: share(row.solved, row.judged),
  satisfied: share(row.satisfied, row.rated),
});

const share = (count: number, of: number) => ({
  count,
  of,
  rate: of === 0 ? null : Math.round((count / of) * 10_000) / 10_000,
});
