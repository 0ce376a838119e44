import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { PageSizeDto } from '#chassis/page-size.dto.js';

export const STATES = ['pending', 'failed', 'sent', 'undeliverable', 'done_by_hand'] as const;

export class NoticesQuery extends PageSizeDto {
  /** `undeliverable` when absent: what waits for a person. */
  @IsOptional()
  @IsIn(STATES)
  state?: (typeof STATES)[number];

  /** `next` of the page before. */
  @IsOptional()
  @Matches(/^\d{1,18}$/)
  cursor?: string;
}

export class ToldDto {
  /** How the recipient was told. */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IsString()
  @Length(1, 2_000)
  text!: string;
}
