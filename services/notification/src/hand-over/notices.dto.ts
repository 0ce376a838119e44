import { Transform, Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';

export const STATES = ['pending', 'failed', 'sent', 'undeliverable', 'done_by_hand'] as const;

export class NoticesQuery {
  /** `undeliverable` when absent: what waits for a person. */
  @IsOptional()
  @IsIn(STATES)
  state?: (typeof STATES)[number];

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number;

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
